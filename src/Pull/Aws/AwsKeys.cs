// Aws: keys as their source gave them.
using Amazon.Runtime;

namespace Sluice.Pull.Aws;

/// <summary>An access key with its secret, and perhaps a session token and an expiry time.</summary>
internal sealed record AwsKeys(string Id, string Secret, string? Token = null, DateTimeOffset? Expires = null)
{
    public ImmutableCredentials Sdk { get; } = new(Id, Secret, Token);

    /// <summary>Whether the other keys are the same, so that they would be refused as well.</summary>
    public bool IsSameAs(AwsKeys other) => (Id, Secret, Token) == (other.Id, other.Secret, other.Token);

    /// <summary>The keys in the SDK's form, for one client that does not outlive them.</summary>
    public AWSCredentials ToCredentials() => Token is null ? new BasicAWSCredentials(Id, Secret) : new SessionAWSCredentials(Id, Secret, Token);
}
