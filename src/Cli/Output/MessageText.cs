// Output: messages of a queue as a person reads them.
using System.Globalization;
using Sluice.Core.Text;
using Sluice.Pull.Diagnostics;

namespace Sluice.Cli.Output;

/// <summary>A line for a message, and one for each of its objects.</summary>
internal static class MessageText
{
    public static void Print(PeekedMessage message)
    {
        string age = message.Age is { } waited ? Duration(waited) : "?";
        string receives = message.Receives?.ToString(CultureInfo.InvariantCulture) ?? "?";
        Console.WriteLine(Printable.Escape(
            $"{message.MessageId}  {message.Shape}  age {age}  receives {receives}{(message.Fault is null ? "" : "  " + message.Fault)}"));
        foreach (string item in message.Objects)
            Console.WriteLine("    " + Printable.Escape(item));
    }

    /// <summary>How many messages, and how many objects.</summary>
    public static string Count(IReadOnlyList<PeekedMessage> messages) =>
        $"{Messages(messages.Count)}, {messages.Sum(m => m.Objects.Count)} objects";

    /// <summary>The number of messages, with the noun.</summary>
    public static string Messages(long count) => count == 1 ? "1 message" : string.Create(CultureInfo.InvariantCulture, $"{count} messages");

    /// <summary>Hours, minutes and seconds, without leading zero units.</summary>
    public static string Duration(TimeSpan time) => string.Create(CultureInfo.InvariantCulture,
        $"{(time.TotalHours >= 1 ? $"{(int)time.TotalHours}h" : "")}{(time.TotalMinutes >= 1 ? $"{time.Minutes}m" : "")}{time.Seconds}s");
}
