// CLI: servers that do not answer, and readers that do not read: every command says so and ends.
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.Pull.Tests;

public sealed partial class SilenceTests : IDisposable
{
    private static readonly Emulator Aws = Emulator.Shared;

    private readonly CleanRun _run = new();

    public SilenceTests()
    {
        _run["AWS_ACCESS_KEY_ID"] = "AKIATEST";
        _run["AWS_SECRET_ACCESS_KEY"] = "secret-of-the-test";
        _run["AWS_REGION"] = Emulator.Region;
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("peek --queue q", 3, "sluice: Queue q cannot be reached (no answer within 10 s (GetQueueUrl, ")]
    [InlineData("redrive --queue q --dry-run", 3, "sluice: Queue q cannot be reached (no answer within 10 s (GetQueueUrl, ")]
    [InlineData("check --queue q", 1, "FAIL queue: Queue q cannot be reached (no answer within 10 s (GetQueueUrl, ")]
    public void Command_Unanswered_EndsWithinHalfAMinute_AndSaysWhatItWaitsFor(string command, int exitCode, string expected)
    {
        using var server = new SilentServer();
        long began = Stopwatch.GetTimestamp();
        var run = _run.Sluice([.. command.Split(' '), "--endpoint", server.Address]);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 9, 29);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected + server.Host, string.Join('\n', run.Lines) + run.Error, StringComparison.Ordinal);
        Assert.Contains($"sluice: waiting for queue q at {server.Host}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pull --queue q", "Queue q cannot be reached (no answer within 10 s (GetQueueUrl, ")]
    [InlineData("replay s3://bucket/p", "Bucket bucket could not be listed (no answer within 15 s (ListObjectsV2, ")]
    public async Task Run_Unanswered_SaysSoWithinHalfAMinute(string command, string expected)
    {
        using var server = new SilentServer();
        using var process = _run.Start([.. command.Split(' '), "--endpoint", server.Address]);
        string? line = await process.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(25));
        process.Kill();
        Assert.Contains(expected + server.Host, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_Silent_IsNamedWithTheHopLimit_WithinTenSeconds()
    {
        using var server = new SilentServer();
        NoKeys();
        _run["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.Address;
        long began = Stopwatch.GetTimestamp();
        // The region is asked for there too.
        var run = _run.Sluice("check", "--queue", "q");
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 1, 12);
        string line = Assert.Single(run.Lines);
        Assert.StartsWith($"FAIL credentials: No AWS credentials: none in settings, environment, web identity, profile or container, and the instance metadata service ({server.Address}) gave no answer within 4 s", line, StringComparison.Ordinal);
        Assert.Contains("hop limit to 2", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT=1 AWS_METADATA_SERVICE_NUM_ATTEMPTS=1", "gave no answer within 1 s")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT=600", "gave no answer within 8 s")]
    public void Agent_Silent_IsNamed(string variables, string expected)
    {
        using var server = new SilentServer();
        NoKeys();
        foreach (string variable in variables.Split(' '))
            _run[variable.Split('=')[0]] = variable.Split('=')[1];
        _run["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.Address + "/keys";
        string line = Assert.Single(_run.Sluice("check", "--queue", "q", "--region", "eu-west-3").Lines);
        Assert.StartsWith($"FAIL credentials: the container credentials agent ({server.Address}) {expected}", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Process_ThatAsksAPerson_IsEnded()
    {
        NoKeys();
        _run["AWS_CONFIG_FILE"] = _run.File("config", "[default]\ncredential_process = sleep 300\n");
        string line = Assert.Single(_run.Sluice("check", "--queue", "q", "--region", "eu-west-3").Lines);
        Assert.StartsWith("FAIL credentials: credential_process of profile 'default' returned nothing within 20 s", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_ThatNobodyReads_EndsWithinTheGrace_AndItsMessagesStay()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 20_000)));
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        using var process = _run.Start("pull", "--queue", queue, "--endpoint", Aws.Address, "--grace", "2");
        while ((await Aws.Depth(queue)).InFlight < 1)
            await Task.Delay(20);
        await Task.Delay(1500);
        long began = Stopwatch.GetTimestamp();
        Assert.Equal(0, kill(process.Id, 15));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(12));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 8);
        Assert.Equal(3, process.ExitCode);
        Assert.Contains("standard output accepts no data", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal((1, 0), await Aws.Depth(queue));
    }

    [Theory]
    [InlineData("half a rec", ">>", "half a rec\n")]
    [InlineData("a record\n", ">>", "a record\n")]
    [InlineData("", ">>", "")]
    [InlineData("half a rec", ">", "")]
    public async Task Output_FileThatEndsInTheMiddleOfALine_IsBegunWithALineFeed(string before, string redirect, string kept)
    {
        using var pulled = await Pulled.New();
        string file = _run.File("out", before);
        string command = $"exec '{Repo.Binary}' pull --queue {pulled.Queue} --endpoint {Aws.Address} --drain --aws-access-key-id a --aws-secret-access-key b --region {Emulator.Region} {redirect} '{file}'";
        var run = Run.Program("/bin/sh", ReadOnlyMemory<byte>.Empty, "-c", command);
        Assert.True(run.ExitCode == 0, run.Error);
        string text = await File.ReadAllTextAsync(file);
        Assert.StartsWith(kept + "{", text, StringComparison.Ordinal);
        Assert.Equal(Pulled.Records + (kept.Length > 0 ? 1 : 0), text.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Output_AfterANeighbourInTheSameFile_IsBegunWithALineFeed()
    {
        using var pulled = await Pulled.New();
        string file = _run.File("out", "");
        string command = $"(printf half; exec '{Repo.Binary}' pull --queue {pulled.Queue} --endpoint {Aws.Address} --drain --aws-access-key-id a --aws-secret-access-key b --region {Emulator.Region}) > '{file}'";
        Assert.Equal(0, Run.Program("/bin/sh", ReadOnlyMemory<byte>.Empty, "-c", command).ExitCode);
        Assert.StartsWith("half\n{", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("trap '' HUP; ", null)]
    public async Task Hangup_EndsInOrder_UnlessItIsIgnored(string prefix, int? exitCode)
    {
        string queue = await Aws.NewQueue();
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/env", ["--default-signal=HUP", "/bin/sh", "-c",
            $"{prefix}exec '{Repo.Binary}' pull --queue {queue} --endpoint {Aws.Address} --aws-access-key-id a --aws-secret-access-key b --region {Emulator.Region} --wait-time 1"])
        { RedirectStandardError = true })!;
        await Task.Delay(2500);
        Assert.Equal(0, kill(process.Id, 1));
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(4000));
        Assert.Equal(exitCode, process.HasExited ? process.ExitCode : null);
        if (!process.HasExited)
            process.Kill();
    }

    private void NoKeys()
    {
        foreach (string name in (string[])["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_EC2_METADATA_DISABLED"])
            _run[name] = "";
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
