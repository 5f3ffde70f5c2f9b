// Commands: sluice redrive, dead letters back to their queue.
using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Options;
using Sluice.Cli.Output;
using Sluice.Cli.Runs;
using Sluice.Pull.Diagnostics;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Commands;

internal static class RedriveCommand
{
    public static Command Create()
    {
        var settings = new PullOptions(withSink: false, withRecords: false, "drain");
        var destination = new Option<string?>("--destination") { Description = "Queue to move to: URL, ARN or name [default: the queue that each message came from]", HelpName = "QUEUE" };
        var most = NumberOption.Of("--max", "Maximum number of messages to move", 100, 1, 10_000);
        var yes = new Option<bool>("--yes", "-y") { Description = "Move without confirmation" };
        var dryRun = new Option<bool>("--dry-run") { Description = "List what would be moved, and move nothing" };
        var command = new Command("redrive", "Move the messages of a dead-letter queue (--queue) back to the queue that they came from. They are listed as by 'sluice peek', "
            + "and moved after one confirmation; messages that arrive later stay. Each message is copied, and deleted once its copy is confirmed: an interruption may leave a message in both queues, but loses none. "
            + "Exit code 3 when not all of them could be moved.") { destination, most, yes, dryRun };
        settings.AddTo(command);
        command.SetAction(result => Guarded.Run(() =>
        {
            bool moves = !result.GetValue(dryRun);
            bool asks = moves && !result.GetValue(yes);
            var chosen = settings.Read(result);
            if (asks && !Question.IsPossible)
                throw new SettingsException("no terminal to ask for confirmation: use --yes to move without it, or --dry-run to only list");
            using var note = new WaitNote();
            using var stop = new CancellationTokenSource();
            using var signals = new Signals(stop.Cancel);
            RedrivePlan? plan = null;
            var ended = QueueRedrive.RunAsync(chosen, result.GetValue(destination), result.GetValue(most), found =>
            {
                plan = found;
                Show(found);
                return moves && !stop.IsCancellationRequested && (!asks || Question.Ask($"Move {MessageText.Messages(found.Messages.Count)} to {Where(found)}?", stop.Token));
            }, note.For, stop.Token).GetAwaiter().GetResult();
            if (plan is null && stop.IsCancellationRequested)
                return Stopped();
            StandardError.Line($"sluice: {Describe(ended, plan, moves, chosen.Queue)}");
            if (ended.Fault is not { } fault)
                return ended.InBoth == 0 ? ExitCode.Success : ExitCode.InputOutput;
            StandardError.Line($"sluice: {fault}");
            return ExitCode.InputOutput;
        }));
        return command;
    }

    private static int Stopped()
    {
        StandardError.Line("sluice: stopped before anything was shown; nothing was moved");
        return ExitCode.Success;
    }

    private static void Show(RedrivePlan plan)
    {
        try
        {
            foreach (var message in plan.Messages)
                MessageText.Print(message);
        }
        catch (ClosedPipeException)
        {
            throw new OutputException("standard output was closed before all messages were shown: nothing was moved");
        }
        if (plan.Destinations.Count > 1)
        {
            foreach (var (url, count) in plan.Destinations)
                StandardError.Line($"{MessageText.Messages(count)} to {url}");
        }
    }

    private static string Where(RedrivePlan plan) => plan.Destinations.Count == 1 ? plan.Destinations[0].Key
        : string.Create(CultureInfo.InvariantCulture, $"these {plan.Destinations.Count} queues");

    private static string Describe(RedriveResult ended, RedrivePlan? plan, bool moves, string? queue)
    {
        // Nothing was shown.
        if (plan is null)
            return ended.Left is 0 ? $"queue {queue} is empty" : $"no message could be received from queue {queue}{Hidden(ended)}{Left(ended)}";
        string told = ended.Moved + ended.InBoth > 0 ? $"{ended.Moved} of {MessageText.Messages(ended.Found)} moved to {Where(plan)}"
            : $"{MessageText.Count(plan.Messages)}: nothing was moved{(moves ? "" : $"; they would go to {Where(plan)}")}";
        return told + InBoth(ended) + Hidden(ended) + Left(ended);
    }

    private static string InBoth(RedriveResult ended) => ended.InBoth == 0 ? ""
        : $"; {MessageText.Messages(ended.InBoth)} copied but not deleted: now in both queues";

    private static string Hidden(RedriveResult ended) => ended.NotGivenBack == 0 ? ""
        : $"; {ended.NotGivenBack} could not be given back and stay hidden for a while";

    private static string Left(RedriveResult ended) => ended.Left is not { } left || left == 0 ? ""
        : $"; about {MessageText.Messages(left)} left in the dead-letter queue";
}
