// VpcFlow: the names under which tools carry a whole line.
namespace Sluice.Core.VpcFlow;

/// <summary>Names of JSON members and table columns whose value is a whole line.</summary>
internal static class LineKeys
{
    /// <summary><c>message</c> (Firehose, Elastic, CloudWatch), <c>@message</c> (CloudWatch Logs Insights) or <c>log</c> (container runtimes).</summary>
    public static bool IsLineKey(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("message"u8) || name.SequenceEqual("@message"u8) || name.SequenceEqual("log"u8);
}
