// Commands: sluice replay, a backfill by listing.
using System.CommandLine;
using Sluice.Cli.Options;
using Sluice.Cli.Runs;
using Sluice.Pull.Settings;
using Sluice.Pull.Sources;

namespace Sluice.Cli.Commands;

internal static class ReplayCommand
{
    public static Command Create()
    {
        var address = new Argument<string>("s3://BUCKET/PREFIX") { Description = "What to read" };
        var start = new Option<string?>("--start") { Description = "Read objects from this time on (the time in an object's name, else that of its last modification)", HelpName = "TIME" };
        var end = new Option<string?>("--end") { Description = "Read objects before this time", HelpName = "TIME" };
        var settings = new PullOptions(withSink: true, "queue", "queue_owner", "drain", "wait_time", "max_messages", "visibility_timeout", "on_missing_object", "max_receives", "sqs_endpoint");
        var run = new RunOptions.Source();
        var command = new Command("replay", "Read the objects of a bucket again, without a queue, and write their records to standard output, or deliver them (--to).") { address, start, end };
        settings.AddTo(command);
        run.AddTo(command);
        command.SetAction(result => RunOptions.Guarded(() =>
        {
            var chosen = settings.Read(result);
            var options = run.Read(result, chosen, settings);
            string given = result.GetRequiredValue(address);
            if (!ReplayRange.TryParse(given, RunOptions.Time(result.GetValue(start), "--start"), RunOptions.Time(result.GetValue(end), "--end"), out var range))
                throw new SettingsException($"'{given}' is not s3://BUCKET/PREFIX");
            if (range.Start is { } from && range.End is { } to && from >= to)
                throw new SettingsException($"--end: {result.GetValue(end)} is not after --start ({result.GetValue(start)}): there would be nothing to read");
            return PullRun.Run(chosen, settings.Sink, settings.Log(result, options.Quiet), options, range);
        }));
        return command;
    }
}
