// Tests: a certificate authority that lives as long as a test run, and one server certificate of it.
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Pull.Tests;

/// <summary>Trusted by nobody who was not told.</summary>
public sealed class TestAuthority
{
    /// <summary>A name that no resolver knows: only a proxy can reach it. (With a dot the emulator took it for a bucket's.)</summary>
    public const string Host = "sluice-tests";

    private TestAuthority()
    {
        var now = DateTimeOffset.UtcNow;
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=sluice tests", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = root.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Pem = authority.ExportCertificatePem();

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Host);
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = server.Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        Certificate = signed.CopyWithPrivateKey(key);
    }

    public static TestAuthority Shared { get; } = new();

    /// <summary>The authority's own certificate, as a bundle holds it.</summary>
    public string Pem { get; }

    public X509Certificate2 Certificate { get; }
}
