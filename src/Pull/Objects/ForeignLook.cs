// Objects: what an object without a single record looks like, for the one line that reports it.
using System.Text;

namespace Sluice.Pull.Objects;

/// <summary>Names a kind of content by its first bytes; a wrong guess costs only a wrong word in a log line.</summary>
internal static class ForeignLook
{
    /// <summary>How many of the first bytes are looked at.</summary>
    public const int Looked = 4096;

    private static readonly (string Mark, string Name)[] Marks =
    [
        ("\"digestS3Bucket\"", "a CloudTrail digest"), ("\"eventVersion\"", "CloudTrail events"), ("\"webaclId\"", "AWS WAF logs"), ("\"firewall_name\"", "AWS Network Firewall logs"),
        ("\"query_timestamp\"", "Route 53 Resolver query logs"), ("\"configurationItems\"", "AWS Config"), ("\"detail-type\"", "EventBridge events"), ("\"ocsf", "OCSF events"), ("\"class_uid\"", "OCSF events"),
    ];

    private static readonly string[] LoadBalancerTypes = ["http ", "https ", "h2 ", "grpcs ", "ws ", "wss ", "tls "];

    /// <summary>What the bytes look like, with an article where it takes one.</summary>
    public static string Describe(ReadOnlySpan<byte> first)
    {
        first = first[..Math.Min(first.Length, Looked)];
        if (first.Contains((byte)0) || Unreadable(first) * 10 > first.Length)
            return "binary data";
        if (IsHtml(first))
            return "HTML";
        string text = Encoding.UTF8.GetString(first).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith('<'))
            return "XML";
        if (text.StartsWith('{') || text.StartsWith('['))
            return Array.Find(Marks, mark => text.Contains(mark.Mark, StringComparison.Ordinal)).Name ?? "JSON";
        if (text.StartsWith("#Version", StringComparison.Ordinal))
            return "CloudFront logs";
        string line = text.Split('\n')[0];
        string[] words = line.Split(' ');
        if (Array.Exists(LoadBalancerTypes, type => line.StartsWith(type, StringComparison.Ordinal)) && words.Length > 5)
            return "load balancer access logs";
        if (words.Length > 8 && words[0].Length == 64 && words[0].All(char.IsAsciiHexDigitLower) && words[2].StartsWith('['))
            return "S3 server access logs";
        if (words.Length > 5 && words[0].Length > 20 && words[0][4] == '-' && words[0].EndsWith('Z'))
            return "classic load balancer access logs, or another log that begins with a time";
        return line.Count(c => c == ',') >= 3 ? "CSV" : "text of some other kind";
    }

    /// <summary>Whether a web page begins here.</summary>
    public static bool IsHtml(ReadOnlySpan<byte> first)
    {
        string text = Encoding.Latin1.GetString(first[..Math.Min(first.Length, 512)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        while (text.StartsWith("<!--", StringComparison.Ordinal) && text.IndexOf("-->", StringComparison.Ordinal) is > 0 and int end)
            text = text[(end + 3)..].TrimStart();
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<head", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<body", StringComparison.OrdinalIgnoreCase);
    }

    private static int Unreadable(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        foreach (byte b in bytes)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n') || b == 0x7f)
                count++;
        }
        // Compressed data is not UTF-8.
        return count + (Encoding.UTF8.GetString(bytes).Count(c => c == '\uFFFD') / 2);
    }
}
