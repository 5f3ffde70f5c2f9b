// Tests: the commands of the README and of the first page of the docs that speak to AWS, as they stand, against the emulator.
using System.Text;

namespace Sluice.Pull.Tests;

public sealed class ReadmeTests
{
    private const string Key = "AWSLogs/123456789012/vpcflowlogs/us-east-1/2026/11/01/123456789012_vpcflowlogs_us-east-1_fl-1_20261101T0600Z_abcd1234.log.gz";

    private static readonly Emulator Aws = Emulator.Shared;

    public static TheoryData<string> Commands() => [.. All
        // Those that deliver run in Deliver.Tests, where there is a receiver; those that need a terminal or a puller have tests of their own.
        .Where(line => !line.Contains(" --to ", StringComparison.Ordinal) && line.Split(' ')[1] is not ("redrive" or "top"))];

    private static IEnumerable<string> All => File.ReadAllLines(Repo.PathOf("README.md")).Concat(File.ReadAllLines(Repo.PathOf("docs", "GET-STARTED.md")))
        .Where(line => line.StartsWith("sluice ", StringComparison.Ordinal)).Select(line => line.Split(" #")[0].Trim()).Distinct();

    private static string PathHere => $"PATH='{Path.GetDirectoryName(Repo.Binary)}':$PATH";

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_AsWritten_Succeeds(string command)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, Key, FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, Key));
        string environment = $"{PathHere} AWS_ENDPOINT_URL={Aws.Address} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION={Emulator.Region}";
        string own = command.Replace("flow-log-events", queue, StringComparison.Ordinal).Replace("flow-logs", bucket, StringComparison.Ordinal);
        // 'pull' runs until it is told to stop: the queue's end does that here.
        string drain = command.StartsWith("sluice pull", StringComparison.Ordinal) ? "SLUICE_DRAIN=on" : "";
        Run run = Run.Program("/bin/bash", default, "-c", $"export {environment} {drain}; {own}");
        Assert.True(run.ExitCode == 0, $"{command}: {run.ExitCode}, {run.Error}");
        string output = Encoding.UTF8.GetString(run.Output);
        if (command.Contains(" pull ", StringComparison.Ordinal) || command.Contains(" replay ", StringComparison.Ordinal))
            Assert.Equal(10, run.Lines.Length);
        else
            Assert.Contains(command.Split(' ')[1] switch { "peek" => bucket, "check" => queue, _ => "sqs:DeleteMessage" }, output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redrive_AsWritten_AsksAndMoves()
    {
        using var letters = await DeadLetters.New(2);
        string command = All.Single(line => line.StartsWith("sluice redrive ", StringComparison.Ordinal)).Replace("flow-log-events-dead", letters.Dead, StringComparison.Ordinal);
        using var run = new TerminalRun($"export {PathHere} AWS_ENDPOINT_URL={letters.Door.Address} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION={Emulator.Region}; {command}");
        await run.Until("[y/N] ");
        await run.Press("y\n");
        Assert.True(await run.Ended() == 0, run.Shown);
        Assert.Equal((0, 2), (await Aws.Left(letters.Dead), await Aws.Left(letters.Source)));
    }

    [Fact]
    public async Task Top_AsWritten_ShowsAPuller()
    {
        using var server = new FaultProxy(Aws.Address, _ => new Fault { Status = 200, Body = "sluice_records_total 5\n" });
        string command = All.Single(line => line.StartsWith("sluice top ", StringComparison.Ordinal)).Replace("9464", $"{server.Port}", StringComparison.Ordinal);
        using var run = new TerminalRun($"export {PathHere}; {command}");
        await run.Until("INSTANCE");
        await run.Press("q");
        Assert.True(await run.Ended() == 0, run.Shown);
    }
}
