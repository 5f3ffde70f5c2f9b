// Aws: keys as some source gave them.
using Amazon.Runtime;

namespace Sluice.Pull.Aws;

/// <summary>An access key with its secret, perhaps a token, perhaps an end.</summary>
internal sealed record AwsKeys(string Id, string Secret, string? Token = null, DateTimeOffset? Expires = null)
{
    public ImmutableCredentials Sdk { get; } = new(Id, Secret, Token);

    /// <summary>Whether others would be refused as these were.</summary>
    public bool IsSameAs(AwsKeys other) => (Id, Secret, Token) == (other.Id, other.Secret, other.Token);

    /// <summary>The SDK's form, for one client that does not outlive them.</summary>
    public AWSCredentials ToCredentials() => Token is null ? new BasicAWSCredentials(Id, Secret) : new SessionAWSCredentials(Id, Secret, Token);
}
