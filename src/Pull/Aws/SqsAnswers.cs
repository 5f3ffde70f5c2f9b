// Aws: SQS's answers, turned into the product's own records.
using System.Globalization;
using Amazon.SQS.Model;
using Sluice.Pull.Calls;

namespace Sluice.Pull.Aws;

/// <summary>What came back in one call, message by message and entry by entry; used by <c>using static</c>.</summary>
internal static class SqsAnswers
{
    public static ReceivedMessage ToMessage(Message message)
    {
        var found = message.Attributes ?? [];
        return new(message.MessageId, message.ReceiptHandle, message.Body ?? "", (int?)Number(found, "ApproximateReceiveCount"),
            Number(found, "SentTimestamp") is { } sent ? DateTimeOffset.FromUnixTimeMilliseconds(sent) : null);
    }

    /// <summary>The entries that failed; an entry that the answer does not mention counts as failed too.</summary>
    public static List<BatchFailure> Failures(int count, IEnumerable<string>? successful, List<BatchResultErrorEntry>? failed)
    {
        var done = successful?.ToHashSet(StringComparer.Ordinal) ?? [];
        var failures = new List<BatchFailure>();
        for (int i = 0; i < count; i++)
        {
            if (failed?.Find(entry => entry.Id == Id(i)) is { } f)
                failures.Add(new(i, IsLost(f.Code), CallErrors.Scrub($"{f.Code}: {f.Message}")));
            else if (!done.Contains(Id(i)))
                failures.Add(new(i, false, "missing from the response"));
        }
        return failures;
    }

    private static bool IsLost(string? code) => code is not null
        && (code.Contains("ReceiptHandle", StringComparison.Ordinal) || code.Contains("MessageNotInflight", StringComparison.Ordinal)
            || code.Contains("InvalidParameterValue", StringComparison.Ordinal));

    public static string Id(int index) => index.ToString(CultureInfo.InvariantCulture);

    public static long? Number(Dictionary<string, string> found, string name) =>
        long.TryParse(found.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
