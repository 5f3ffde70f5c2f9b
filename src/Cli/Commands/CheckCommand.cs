// Commands: sluice check, whether pulling would work.
using System.CommandLine;
using Sluice.Cli.Options;
using Sluice.Cli.Output;
using Sluice.Core.Text;
using Sluice.Deliver;
using Sluice.Pull.Diagnostics;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Commands;

internal static class CheckCommand
{
    public static Command Create()
    {
        var settings = new PullOptions(withSink: true, withRecords: false, "drain");
        var bucket = new Option<string?>("--bucket") { Description = "A bucket to read", HelpName = "NAME" };
        var key = new Option<string?>("--key") { Description = "An object of the bucket to read; otherwise the first one listed", HelpName = "KEY" };
        var sendTest = new Option<bool>("--send-test") { Description = "Send one marked test event to the receiver (--to); this also tests its key" };
        var command = new Command("check", "Test credentials, queue, permissions, one bucket and the receiver, and say what is wrong and what to do. "
            + "Nothing is received, since every receive counts towards the redrive policy; sqs:ReceiveMessage is the one permission not tested. Exit code 1 when something is wrong.") { bucket, key, sendTest };
        settings.AddTo(command);
        command.SetAction(result => Guarded.Run(() =>
        {
            bool failed = false;
            using var note = new WaitNote();
            void Tell(CheckLine line)
            {
                failed |= line.Result == CheckResult.Fail;
                Console.WriteLine($"{Mark(line.Result)} {line.What}: {Printable.Escape(line.Text)}");
            }
            var chosen = settings.Read(result);
            bool hasReceiver = !settings.Sink.IsStandardOutput;
            if (result.GetValue(sendTest) && !hasReceiver)
                throw new SettingsException("--send-test: there is no receiver; name one with --to");
            if (!hasReceiver || chosen.Queue is not null || result.GetValue(bucket) is not null)
                PullCheck.RunAsync(chosen, result.GetValue(bucket), result.GetValue(key), Tell, note.For, CancellationToken.None).GetAwaiter().GetResult();
            if (hasReceiver)
                SinkCheck.RunAsync(settings.Sink, chosen, result.GetValue(sendTest), Tell, note.For, CancellationToken.None).GetAwaiter().GetResult();
            return failed ? ExitCode.Failed : ExitCode.Success;
        }));
        return command;
    }

    private static string Mark(CheckResult result) => result switch
    {
        CheckResult.Ok => "ok  ",
        CheckResult.Note => "note",
        _ => "FAIL",
    };
}
