// Commands: sluice replay, a backfill by listing.
using System.CommandLine;
using System.Globalization;
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
        var settings = new PullOptions(withSink: true, withRecords: true, "queue", "queue_owner", "drain", "wait_time", "max_messages", "visibility_timeout", "on_missing_object", "max_receives", "sqs_endpoint");
        var command = new Command("replay", "Read the objects of a bucket again, without a queue, and write their records to standard output, or deliver them (--to).") { address, start, end };
        settings.AddTo(command);
        command.SetAction(result => Guarded.Run(() =>
        {
            var chosen = settings.Read(result);
            string given = result.GetRequiredValue(address);
            if (!ReplayRange.TryParse(given, Time(result.GetValue(start), "--start"), Time(result.GetValue(end), "--end"), out var range))
                throw new SettingsException($"'{given}' is not s3://BUCKET/PREFIX");
            if (range.Start is { } from && range.End is { } to && from >= to)
                throw new SettingsException($"--end: {result.GetValue(end)} is not after --start ({result.GetValue(start)}): there would be nothing to read");
            return PullRun.Run(chosen, settings.Sink, settings.Run, range);
        }));
        return command;
    }

    /// <summary>A point in time: ISO 8601, UTC unless it says otherwise.</summary>
    private static DateTimeOffset? Time(string? text, string option) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new SettingsException($"{option}: '{text}' is no time (such as 2026-01-31T12:00Z)");
}
