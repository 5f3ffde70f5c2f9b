// Aws: the ways a person names a queue.
namespace Sluice.Pull;

/// <summary>A queue's name, taken apart: from its URL, its ARN or its bare name.</summary>
/// <param name="Name">The last part.</param>
/// <param name="Account">Its owner, where the name says it.</param>
/// <param name="Region">Its region, where the name says it.</param>
/// <param name="Url">The URL, when it was given as one.</param>
/// <param name="Endpoint">Of a URL outside AWS: where its server is.</param>
internal sealed record QueueName(string Name, string? Account, string? Region, string? Url, string? Endpoint)
{
    public static QueueName Parse(string text)
    {
        if (text.StartsWith("arn:", StringComparison.Ordinal))
        {
            string[] parts = text.Split(':');
            if (parts.Length != 6 || parts[2] != "sqs" || parts[3].Length == 0 || parts[4].Length == 0 || parts[5].Length == 0)
                throw new SettingsException($"queue: '{text}' is not the ARN of an SQS queue (arn:aws:sqs:REGION:ACCOUNT:NAME)");
            return new(parts[5], parts[4], parts[3], null, null);
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw new SettingsException($"queue: '{text}' is not an http or https address");
            string[] path = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (path.Length == 0)
                throw new SettingsException($"queue: '{text}' does not end with a queue's name");
            string? account = path.Length >= 2 && path[^2].All(char.IsAsciiDigit) ? path[^2] : null;
            string? region = RegionOf(uri.Host);
            bool ofAws = uri.Host.EndsWith(".amazonaws.com", StringComparison.Ordinal)
                || uri.Host.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal)
                || uri.Host.EndsWith(".api.aws", StringComparison.Ordinal);
            return new(path[^1], account, region, text, ofAws ? null : uri.GetLeftPart(UriPartial.Authority));
        }

        if (text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) || text.Length > 80)
            throw new SettingsException($"queue: '{text}' is no queue's URL, ARN or name");
        return new(text, null, null, null, null);
    }

    /// <summary><c>sqs.REGION.…</c>, <c>REGION.queue.amazonaws.com</c> or <c>sqs-fips.REGION.…</c>.</summary>
    private static string? RegionOf(string host)
    {
        string[] labels = host.Split('.');
        if (labels.Length >= 3 && labels[0] is "sqs" or "sqs-fips")
            return labels[1];
        return labels.Length >= 4 && labels[1] == "queue" ? labels[0] : null;
    }
}
