// Aws: whose certificates are trusted, where it is not the system that says so.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Pull;

/// <summary>The PEM file of <c>ca_bundle</c>, or of <c>AWS_CA_BUNDLE</c> as the AWS CLI reads it.</summary>
internal static class TrustedRoots
{
    /// <summary>The policy that trusts these and no others; null when the system decides.</summary>
    public static X509ChainPolicy? Of(PullSettings settings)
    {
        string source = settings.CaBundle is not null ? "ca_bundle" : "AWS_CA_BUNDLE";
        if ((settings.CaBundle ?? Environment.GetEnvironmentVariable(source)) is not { Length: > 0 } file)
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException($"{source}: '{file}' cannot be read as PEM certificates ({e.Message})");
        }
        return policy.CustomTrustStore.Count > 0 ? policy : throw new SettingsException($"{source}: '{file}' holds no certificate");
    }
}
