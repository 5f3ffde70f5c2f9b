// Commands: sluice iam-policy, the least policy that pulling needs.
using System.CommandLine;
using Sluice.Cli.Options;
using Sluice.Cli.Output;
using Sluice.Pull.Diagnostics;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Commands;

internal static class IamPolicyCommand
{
    public static Command Create()
    {
        var queue = new Option<string>("--queue") { Description = PullSettingTable.Find("queue")!.Help, HelpName = "QUEUE", Required = true };
        var bucket = new Option<string[]>("--bucket") { Description = "A bucket, optionally with a prefix (bucket/prefix), or its ARN; may be repeated", HelpName = "BUCKET", Required = true };
        var region = new Option<string?>("--region") { Description = "Region of a queue given by name" };
        var account = new Option<string?>("--queue-owner") { Description = PullSettingTable.Find("queue_owner")!.Help };
        var key = new Option<string[]>("--kms-key") { Description = "ARN of a KMS key that encrypts the objects or the queue; may be repeated", HelpName = "ARN" };
        var replay = new Option<bool>("--replay") { Description = "Also allow what 'sluice replay' needs" };
        var redrive = new Option<string?>("--redrive") { Description = "Also allow what 'sluice redrive' needs on this dead-letter queue: URL, ARN or name", HelpName = "QUEUE" };
        var command = new Command("iam-policy", "Print the least IAM policy that 'sluice pull' needs.") { queue, bucket, region, account, key, replay, redrive };
        command.SetAction(result => Guarded.Run(() =>
        {
            Console.WriteLine(IamPolicy.For(result.GetRequiredValue(queue), result.GetValue(region), result.GetValue(account),
                result.GetRequiredValue(bucket), result.GetValue(key) ?? [], result.GetValue(replay), result.GetValue(redrive)));
            return ExitCode.Success;
        }));
        return command;
    }
}
