// Commands: sluice peek, what waits in a queue.
using System.CommandLine;
using Sluice.Cli.Options;
using Sluice.Cli.Output;
using Sluice.Pull.Diagnostics;

namespace Sluice.Cli.Commands;

internal static class PeekCommand
{
    public static Command Create()
    {
        var settings = new PullOptions(withSink: false, withRecords: false, "drain");
        var most = NumberOption.Of("--max", "Maximum number of messages to list", 100, 1, 100_000);
        var force = new Option<bool>("--force") { Description = "List even if that brings messages close to the dead-letter queue" };
        var command = new Command("peek", "List the messages that wait in a queue and what they are; delete nothing. SQS counts a listing as a receive of every message "
            + "listed: if the redrive policy leaves few receives, nothing is listed without --force. Exit code 3 in that case, and when the queue cannot be reached.") { most, force };
        settings.AddTo(command);
        command.SetAction(result => Guarded.Run(() =>
        {
            using var note = new WaitNote();
            var seen = QueuePeek.RunAsync(settings.Read(result), result.GetValue(most), result.GetValue(force), note.For, CancellationToken.None).GetAwaiter().GetResult();
            foreach (var message in seen.Messages)
                MessageText.Print(message);
            StandardError.Line($"sluice: {seen.Messages.Count} messages, {seen.Messages.Sum(m => m.Objects.Count)} objects; {GivenBack(seen)}{Cost(seen)}");
            if (seen.Stopped is not { } stopped)
                return ExitCode.Success;
            StandardError.Line($"sluice: {stopped}");
            return ExitCode.InputOutput;
        }));
        return command;
    }

    private static string GivenBack(PeekResult seen) => seen.NotGivenBack == 0 ? "all given back"
        : $"{seen.NotGivenBack} could not be given back and stay hidden for half a minute";

    private static string Cost(PeekResult seen) => seen.Messages.Count == 0 || seen.MaxReceives is not { } most ? ""
        : $"; each was counted as received once more, and moves to the dead-letter queue after {most} receives";
}
