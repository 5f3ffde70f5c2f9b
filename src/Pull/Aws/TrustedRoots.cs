// Aws: which certificates are trusted instead of the system's.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>The PEM file of <c>ca_bundle</c>, of <c>AWS_CA_BUNDLE</c>, or of the profile, as the AWS CLI reads them.</summary>
internal static class TrustedRoots
{
    /// <summary>The policy that trusts these and no others; null when the system decides.</summary>
    public static X509ChainPolicy? Of(PullSettings settings, AwsProfile? profile)
    {
        var (source, file) = settings.CaBundle is { } set ? ("ca_bundle", set)
            : AwsVariables.Text("AWS_CA_BUNDLE") is { } variable ? ("AWS_CA_BUNDLE", variable)
            : profile?["ca_bundle"] is { } listed ? ($"profile '{profile.Name}': ca_bundle", listed) : ("", "");
        if (file.Length == 0)
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
        return policy.CustomTrustStore.Count > 0 ? policy : throw new SettingsException($"{source}: '{file}' contains no certificate");
    }
}
