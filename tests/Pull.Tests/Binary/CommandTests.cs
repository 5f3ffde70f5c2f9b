// CLI: the commands of the published binary against the emulator and the proxy.
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

public sealed class CommandTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static string[] Aim(string command, string endpoint, params string[] more) =>
        [command, "--endpoint", endpoint, .. more.Contains("--region") ? [] : (string[])["--region", Emulator.Region], "--aws-access-key-id", "test", "--aws-secret-access-key", "test-secret", .. more];

    private static async Task<(string Queue, string Bucket)> Filled(int objects, int lines)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        for (int i = 0; i < objects; i++)
        {
            await Aws.Put(bucket, $"p/k{i}", FlowText.Gzip(FlowText.Lines(i, lines)));
            await Aws.Send(queue, FlowText.Event(bucket, $"p/k{i}"));
        }
        return (queue, bucket);
    }

    [Fact]
    public async Task Pull_Drain_WritesRecordsAndASummary()
    {
        var (queue, _) = await Filled(3, 100);
        var run = Run.Sluice(Aim("pull", Aws.Address, "--queue", queue, "--drain"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(300, run.Lines.Length);
        Assert.Equal("network-traffic", (string?)JsonNode.Parse(run.Lines[0])!["action"]!["target"]);
        Assert.Contains("300 records, 0 malformed, 3 objects", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 received, 3 deleted, 0 kept", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await Aws.Left(queue));
    }

    [Fact]
    public async Task Pull_QueueByUrlWithoutEndpoint_GoesToTheUrlsServer()
    {
        string queue = await Aws.NewQueue();
        await Aws.Send(queue, """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}""");
        var run = Run.Sluice("pull", "--queue", Aws.QueueUrl(queue), "--region", Emulator.Region, "--aws-access-key-id", "a", "--aws-secret-access-key", "b", "--drain");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0, await Aws.Left(queue));
    }

    [Fact]
    public async Task Pull_DrainThatIsDenied_EndsAndSaysWhatToAllow()
    {
        string queue = await Aws.NewQueue();
        using var proxy = new FaultProxy(Aws.Address, request => request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal)
            ? Fault.Sqs(403, "AccessDenied", "not authorized to perform: sqs:receivemessage") : null);
        using var run = new SluiceProcess(null, SluiceProcess.Pull(proxy.Address, queue, "--drain"));
        Assert.Equal(3, await run.Ended(20));
        Assert.Contains(run.Errors, line => line.StartsWith("sluice: ", StringComparison.Ordinal) && line.Contains("sqs:ReceiveMessage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pull_DrainWithAMessageThatStays_SaysSoInTheExitCode()
    {
        string queue = await Aws.NewQueue();
        await Aws.Send(queue, "junk");
        var run = Run.Sluice(Aim("pull", Aws.Address, "--queue", queue, "--drain"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("1 kept", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_MaxRecords_ExactlySoMany_AndTheRestStays()
    {
        var (queue, _) = await Filled(2, 100);
        var run = Run.Sluice(Aim("pull", Aws.Address, "--queue", queue, "--max-records", "7", "--wait-time", "0"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(7, run.Lines.Length);
        Assert.Equal(2, await Aws.Left(queue));
    }

    [Fact]
    public async Task Pull_ClosedPipe_EndsQuietly_AndDeletesNothingThatWasNotWritten()
    {
        var (queue, _) = await Filled(2, 30_000);
        string command = string.Join(' ', Aim("pull", Aws.Address, "--queue", queue, "--wait-time", "0").Select(word => $"'{word}'"));
        var run = Run.Program("/bin/bash", ReadOnlyMemory<byte>.Empty, "-c", $"'{Repo.Binary}' {command} | head -n 1; exit ${{PIPESTATUS[0]}}");
        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.Lines);
        Assert.DoesNotContain("Unhandled", run.Error, StringComparison.Ordinal);
        Assert.True(await Aws.Left(queue) >= 1);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(2)]
    [InlineData(1)]
    public async Task Pull_Signal_HandsBackAtOnce_AndExitsZero(int signal)
    {
        var (queue, _) = await Filled(8, 20_000);
        // Slow enough that the signal comes in the middle.
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" ? new Fault { Slow = 200_000 } : null);
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(proxy.Address, queue, "--wait-time", "0", "--grace", "1"));
        while ((await Aws.Depth(queue)).InFlight < 8)
        {
            Assert.False(puller.HasExited, string.Join('\n', puller.Errors));
            await Task.Delay(20);
        }
        long began = Environment.TickCount64;
        puller.Signal(signal);
        Assert.Equal(0, await puller.Ended(10));
        Assert.InRange(Environment.TickCount64 - began, 0, 5000);
        Assert.Equal(0, (await Aws.Depth(queue)).InFlight);
    }

    [Fact]
    public async Task Pull_SecondSignal_EndsNow()
    {
        var (queue, _) = await Filled(1, 50_000);
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" ? new Fault { Slow = 2000 } : null);
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(proxy.Address, queue, "--grace", "60"));
        while ((await Aws.Depth(queue)).InFlight < 1)
            await Task.Delay(20);
        puller.Signal(15);
        await Task.Delay(500);
        Assert.False(puller.HasExited);
        puller.Signal(15);
        Assert.Equal(143, await puller.Ended(5));
    }

    [Fact]
    public void Pull_NoSuchQueue_OneClearLine()
    {
        var run = Run.Sluice(Aim("pull", Aws.Address, "--queue", "no-such-queue"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Queue no-such-queue does not exist in region us-east-1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_OptionOverEnvironmentOverFile()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# a comment\nqueue = from-file\nschema nonsense\n");
        var wrong = Run.Sluice("pull", "--config", file);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains($"{file}:3: schema: unknown schema 'nonsense'", wrong.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, $"queue = from-file\nendpoint = {Aws.Address}\nregion = {Emulator.Region}\naws_access_key_id = a\naws_secret_access_key = b\n");
        string InMessage(string environment, params string[] more) => Run.Program("/bin/bash", ReadOnlyMemory<byte>.Empty, "-c",
            $"{environment} '{Repo.Binary}' pull --config '{file}' {string.Join(' ', more)}").Error;
        Assert.Contains("Queue from-file does not exist in", InMessage(""), StringComparison.Ordinal);
        Assert.Contains("Queue from-environment does not exist in", InMessage("SLUICE_QUEUE=from-environment"), StringComparison.Ordinal);
        Assert.Contains("Queue from-option does not exist in", InMessage("SLUICE_QUEUE=from-environment", "--queue from-option"), StringComparison.Ordinal);
        Assert.Contains("SLUICE_WAIT_TIME: 'x' is not a time", InMessage("SLUICE_WAIT_TIME=x"), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task Peek_ListsEveryShape_AndGivesAllBack()
    {
        var (queue, bucket) = await Filled(3, 1);
        await Aws.Send(queue, "junk");
        var run = Run.Sluice(Aim("peek", Aws.Address, "--queue", queue));
        Assert.Equal(0, run.ExitCode);
        string text = string.Join('\n', run.Lines);
        Assert.Contains($"s3://{bucket}/p/k2", text, StringComparison.Ordinal);
        Assert.Contains("unrecognised", text, StringComparison.Ordinal);
        Assert.Contains("4 messages, 3 objects; all given back", run.Error, StringComparison.Ordinal);
        Assert.Equal((4, 0), await Aws.Depth(queue));
    }

    [Fact]
    public async Task Replay_Prefix_WithoutAQueue()
    {
        var (queue, bucket) = await Filled(12, 100);
        await Aws.Put(bucket, "other/k", FlowText.Gzip(FlowText.Lines(99, 100)));
        var run = Run.Sluice(Aim("replay", Aws.Address, $"s3://{bucket}/p/"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(1200, run.Lines.Select(FlowText.IdOf).Distinct().Count());
        Assert.Equal(1200, run.Lines.Length);
        Assert.Equal((12, 0), await Aws.Depth(queue));

        var none = Run.Sluice(Aim("replay", Aws.Address, $"s3://{bucket}/p/", "--end", "2020-01-01"));
        Assert.Equal((0, 0), (none.ExitCode, none.Lines.Length));
        Assert.Contains($"sluice: s3://{bucket}/p/ to 2020-01-01T00:00Z: no objects found; nothing was read", none.Error, StringComparison.Ordinal);
        var turned = Run.Sluice(Aim("replay", Aws.Address, $"s3://{bucket}/p/", "--start", "2020-01-02", "--end", "2020-01-01"));
        Assert.Equal(2, turned.ExitCode);
        Assert.StartsWith("sluice: --end: 2020-01-01 is not after --start (2020-01-02)", turned.Error, StringComparison.Ordinal);
        var wrong = Run.Sluice(Aim("replay", Aws.Address, "s3://no-such-bucket-here/p"));
        Assert.Equal(3, wrong.ExitCode);
        Assert.Contains("s3://no-such-bucket-here: the bucket does not exist", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_PrometheusTextAndHealth()
    {
        var (queue, _) = await Filled(2, 50);
        int port = FreePort.Find();
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(Aws.Address, queue, "--metrics", $"{port}", "--log-format", "json", "--log-level", "debug"));
        using var http = new HttpClient();
        while (puller.Lines < 100)
            await Task.Delay(20);
        await Task.Delay(300);
        string text = await http.GetStringAsync($"http://127.0.0.1:{port}/metrics");
        Assert.Contains("# TYPE sluice_records_total counter\nsluice_records_total 100\n", text, StringComparison.Ordinal);
        Assert.Contains("sluice_messages_deleted_total 2\n", text, StringComparison.Ordinal);
        Assert.Contains("sluice_messages_by_shape_total{shape=\"s3\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE sluice_queue_depth gauge\n", text, StringComparison.Ordinal);
        Assert.Equal("ok\n", await http.GetStringAsync($"http://127.0.0.1:{port}/healthz"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync($"http://127.0.0.1:{port}/other")).StatusCode);
        puller.Signal(15);
        await puller.Ended();
        // Every log line but the summary is one JSON object.
        var events = puller.Errors.Where(line => !line.StartsWith("sluice:", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Contains(events, e => (string?)e["event"] == "object_delivered" && (long)e["records"]! == 50 && (string?)e["level"] == "debug");
    }

    [Fact]
    public async Task Check_AllIsWell_ExitsZero()
    {
        var (queue, bucket) = await Filled(1, 1);
        var run = Run.Sluice(Aim("check", Aws.Address, "--queue", queue, "--bucket", bucket));
        Assert.True(run.ExitCode == 0, string.Join('\n', run.Lines) + run.Error);
        Assert.Contains(run.Lines, line => line.StartsWith("ok   queue: ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("s3:GetObject is allowed", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("note redrive: no redrive policy", StringComparison.Ordinal));
        Assert.Equal((1, 0), await Aws.Depth(queue));
    }

    public static TheoryData<string, string, string> Wrongs => new()
    {
        { "missing queue", "", "FAIL queue: Queue nowhere does not exist in region us-east-1: check its name, region and account" },
        { "wrong region", "", "FAIL queue: Queue nowhere does not exist in region eu-central-1" },
        { "missing delete", "delete", "FAIL delete: sqs:DeleteMessage is denied: allow it on the queue" },
        { "expired token", "expired", "FAIL credentials: not accepted; renew the session or correct the keys (ExpiredToken" },
        { "wrong bucket", "", "FAIL bucket: bucket no-such-bucket-here does not exist: check its name" },
        { "denied object", "object", "FAIL bucket: s3://" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task Check_SomethingIsWrong_OneLineToActOn(string what, string fault, string expected)
    {
        var (queue, bucket) = await Filled(1, 1);
        using var proxy = new FaultProxy(Aws.Address, request => fault switch
        {
            "delete" when request.Target.EndsWith("DeleteMessageBatch", StringComparison.Ordinal) => Fault.Sqs(403, "AccessDeniedException", "not authorized"),
            "expired" => new Fault { Status = 403, Headers = "Content-Type: text/xml\r\n", Body = "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>" },
            "object" when request.Method == "GET" && request.Path.Contains("/k0", StringComparison.Ordinal) => Fault.Of(403, "AccessDenied", "Access Denied"),
            _ => null,
        });
        var run = Run.Sluice(Aim("check", proxy.Address,
            "--queue", what is "missing queue" or "wrong region" ? "nowhere" : queue,
            "--bucket", what == "wrong bucket" ? "no-such-bucket-here" : bucket,
            "--region", what == "wrong region" ? "eu-central-1" : Emulator.Region));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith(expected, StringComparison.Ordinal));
        Assert.DoesNotContain("test-secret", string.Join('\n', run.Lines) + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void IamPolicy_IsJson()
    {
        var run = Run.Sluice("iam-policy", "--queue", "arn:aws:sqs:eu-west-3:1:q", "--bucket", "logs");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("2012-10-17", (string?)JsonNode.Parse(run.Output)!["Version"]);
    }
}
