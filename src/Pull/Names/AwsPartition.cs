// Names: the partitions, each a world of its own with names, hosts and ARNs that no other accepts.
namespace Sluice.Pull.Names;

/// <summary>One partition.</summary>
/// <param name="Name">As an ARN begins: <c>arn:NAME:</c>.</param>
/// <param name="Prefix">How its regions begin.</param>
/// <param name="Suffixes">Domains of its endpoints; the first one is the usual one.</param>
internal sealed record AwsPartition(string Name, string Prefix, string[] Suffixes)
{
    private static readonly AwsPartition Commercial = new("aws", "", ["amazonaws.com", "api.aws"]);

    private static readonly AwsPartition[] Others =
    [
        new("aws-us-gov", "us-gov-", ["amazonaws.com", "api.aws"]),
        new("aws-cn", "cn-", ["amazonaws.com.cn", "api.amazonwebservices.com.cn"]),
        new("aws-eusc", "eusc-", ["amazonaws.eu", "api.amazonwebservices.eu"]),
        new("aws-iso", "us-iso-", ["c2s.ic.gov", "api.aws.ic.gov"]),
        new("aws-iso-b", "us-isob-", ["sc2s.sgov.gov", "api.aws.scloud"]),
        new("aws-iso-e", "eu-isoe-", ["cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"]),
        new("aws-iso-f", "us-isof-", ["csp.hci.ic.gov", "api.aws.hci.ic.gov"]),
    ];

    /// <summary>The partition of a region; the commercial one where nothing says otherwise.</summary>
    public static AwsPartition OfRegion(string? region) =>
        Array.Find(Others, partition => region?.StartsWith(partition.Prefix, StringComparison.Ordinal) == true) ?? Commercial;

    /// <summary>Whether a host is AWS's own.</summary>
    public static bool Owns(string host) => OfHost(host) is not null;

    /// <summary>The partition that a host's domain belongs to; null for a host that is not AWS's. GovCloud shares its domain.</summary>
    public static AwsPartition? OfHost(string host) =>
        Array.Find([Commercial, .. Others], partition => Array.Exists(partition.Suffixes, suffix => Below(host, suffix)));

    private static bool Below(string host, string suffix) => host.Length > suffix.Length
        && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && host[^(suffix.Length + 1)] == '.';
}
