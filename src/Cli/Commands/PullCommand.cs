// Commands: sluice pull, a queue to records.
using System.CommandLine;
using Sluice.Cli.Options;
using Sluice.Cli.Runs;

namespace Sluice.Cli.Commands;

internal static class PullCommand
{
    public static Command Create()
    {
        var settings = new PullOptions(withSink: true, withRecords: true);
        var command = new Command("pull", "Pull flow logs from SQS and S3 and write their records to standard output, or deliver them (--to); "
            + "a message is deleted when its records are written, or confirmed by their receiver. Every setting is also an environment variable (SLUICE_...) and a key of --config.");
        settings.AddTo(command);
        command.SetAction(result => Guarded.Run(() =>
        {
            var chosen = settings.Read(result);
            return PullRun.Run(chosen, settings.Sink, settings.Run, replay: null);
        }));
        return command;
    }
}
