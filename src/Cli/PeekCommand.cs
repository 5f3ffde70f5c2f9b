// CLI: sluice peek, what waits in a queue.
using System.CommandLine;
using System.Globalization;
using Sluice.Core;
using Sluice.Pull;

namespace Sluice.Cli;

internal static class PeekCommand
{
    public static Command Create()
    {
        var settings = new PullOptions("drain");
        var most = new Option<int>("--max") { Description = "Messages to list at most", HelpName = "N", DefaultValueFactory = _ => 100 };
        var command = new Command("peek", "List what waits in a queue, recognised, and delete nothing. SQS counts it as a receive.") { most };
        settings.AddTo(command);
        command.SetAction(result => RunOptions.Guarded(() =>
        {
            if (result.GetValue(most) is < 1 or > 100_000)
                throw new SettingsException("--max: must be 1 to 100000");
            var messages = QueuePeek.RunAsync(settings.Read(result), result.GetValue(most), CancellationToken.None).GetAwaiter().GetResult();
            foreach (var message in messages)
                Print(message);
            StandardError.Line($"sluice: {messages.Count} messages, {messages.Sum(m => m.Objects.Count)} objects; all given back");
            return ExitCode.Success;
        }));
        return command;
    }

    private static void Print(PeekedMessage message)
    {
        string age = message.Age is { } waited ? Duration(waited) : "?";
        string receives = message.Receives?.ToString(CultureInfo.InvariantCulture) ?? "?";
        Console.WriteLine(Printable.Escape(
            $"{message.MessageId}  {message.Shape}  age {age}  receives {receives}{(message.Fault is null ? "" : "  " + message.Fault)}"));
        foreach (string item in message.Objects)
            Console.WriteLine("    " + Printable.Escape(item));
    }

    private static string Duration(TimeSpan time) => string.Create(CultureInfo.InvariantCulture,
        $"{(time.TotalHours >= 1 ? $"{(int)time.TotalHours}h" : "")}{(time.TotalMinutes >= 1 ? $"{time.Minutes}m" : "")}{time.Seconds}s");
}
