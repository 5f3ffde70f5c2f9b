// Names: the ways in which a person names a queue.
using Sluice.Pull.Settings;

namespace Sluice.Pull.Names;

/// <summary>A queue's name, parsed from its URL, its ARN or its bare name.</summary>
/// <param name="Name">The last part.</param>
/// <param name="Account">Its owner, where the name says it.</param>
/// <param name="Region">Its region, where the name says it.</param>
internal sealed record QueueName(string Name, string? Account, string? Region)
{
    /// <summary>The URL, when it was given as one.</summary>
    public string? Url { get; private init; }

    /// <summary>The server of a URL, which is the endpoint whatever it is called.</summary>
    public string? Endpoint { get; private init; }

    /// <summary>The partition, where ARN, host or region show it.</summary>
    public string? Partition { get; private init; }

    /// <summary>The host is AWS's public one for the region, so that its FIPS and dual-stack names are known.</summary>
    public bool IsPublicHost { get; private init; }

    /// <summary>The host is AWS's own, so that the region in it can be trusted.</summary>
    public bool IsAwsHost { get; private init; }

    /// <summary>The host is a FIPS endpoint.</summary>
    public bool IsFips { get; private init; }

    public static QueueName Parse(string text)
    {
        if (text.StartsWith("arn:", StringComparison.Ordinal))
        {
            string[] parts = text.Split(':');
            if (parts.Length != 6 || parts[2] != "sqs" || parts[1].Length == 0 || parts[3].Length == 0 || parts[4].Length == 0 || !IsName(parts[5]))
                throw new SettingsException($"queue: '{text}' is not the ARN of an SQS queue (arn:aws:sqs:REGION:ACCOUNT:NAME)");
            return new(parts[5], parts[4], parts[3]) { Partition = parts[1] };
        }
        if (text.Contains("://", StringComparison.Ordinal))
            return OfUrl(text);
        return IsName(text) ? new(text, null, null) : throw new SettingsException($"queue: '{text}' is not a queue URL, ARN or name");
    }

    private static QueueName OfUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new SettingsException($"queue: '{text}' is not an http or https address");
        string[] path = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length == 0)
            throw new SettingsException($"queue: '{text}' does not end with a queue name");
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new SettingsException($"queue: '{uri.GetLeftPart(UriPartial.Scheme)}{uri.Authority}{uri.AbsolutePath}' has a user, query or fragment, which a queue URL does not have");
        string? account = path.Length >= 2 && path[^2].All(char.IsAsciiDigit) ? path[^2] : null;
        // A dot at the end only marks a host name as complete.
        string host = uri.Host.TrimEnd('.');
        string[] labels = host.Split('.');
        string? region = RegionOf(host, labels);
        var ofHost = AwsPartition.OfHost(host);
        // An emulator that was given AWS's name (sqs.us-east-1.localhost.localstack.cloud) has AWS's regions too.
        string? partition = region is not null && (ofHost is not null || AwsNames.IsRegion(region)) ? AwsPartition.OfRegion(region).Name : ofHost?.Name;
        return new(path[^1], account, region)
        {
            Url = text,
            Endpoint = $"{uri.Scheme}://{uri.Authority}",
            Partition = partition,
            IsAwsHost = ofHost is not null,
            IsPublicHost = ofHost is not null && uri.IsDefaultPort && uri.Scheme == "https" && IsPublic(labels),
            IsFips = Array.Exists(labels, label => label.Equals("sqs-fips", StringComparison.OrdinalIgnoreCase)),
        };
    }

    /// <summary>
    /// AWS has <c>sqs.REGION.…</c>, <c>sqs-fips.REGION.…</c>, <c>REGION.queue.…</c> and <c>vpce-….sqs.REGION.vpce.…</c>;
    /// without a region, <c>queue.amazonaws.com</c> is us-east-1. Elsewhere only a label after <c>sqs</c> counts.
    /// </summary>
    private static string? RegionOf(string host, string[] labels)
    {
        bool ofAws = AwsPartition.Owns(host);
        for (int i = 0; i < labels.Length; i++)
        {
            bool beside = (i > 0 && labels[i - 1].ToLowerInvariant() is "sqs" or "sqs-fips")
                || (i + 1 < labels.Length && labels[i + 1].Equals("queue", StringComparison.OrdinalIgnoreCase));
            if (beside && AwsNames.IsRegion(labels[i].ToLowerInvariant()))
                return labels[i].ToLowerInvariant();
        }
        return ofAws && labels.Length == 3 && labels[0].ToLowerInvariant() is "queue" or "sqs" ? "us-east-1" : null;
    }

    private static bool IsPublic(string[] labels) => labels[0].ToLowerInvariant() is "sqs" or "sqs-fips" or "queue"
        || (labels.Length > 1 && labels[1].Equals("queue", StringComparison.OrdinalIgnoreCase));

    private static bool IsName(string text) => text.Length is > 0 and <= 80
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
