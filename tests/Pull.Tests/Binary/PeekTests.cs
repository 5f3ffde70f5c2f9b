// CLI: looks into a queue that cost something, and checks that cost nothing.

namespace Sluice.Pull.Tests;

public sealed class PeekTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static Run Sluice(string command, string endpoint, string queue, params string[] more) => Run.Sluice(
        [command, "--queue", queue, "--endpoint", endpoint, "--region", Emulator.Region, "--aws-access-key-id", "test", "--aws-secret-access-key", "test-secret", .. more]);

    private static async Task<(string Queue, string Dead)> New(int maxReceives, int messages)
    {
        string dead = await Aws.NewQueue(), queue = await Aws.NewQueue(deadLetterQueue: dead, maxReceives: maxReceives);
        for (int i = 0; i < messages; i++)
            await Aws.Send(queue, FlowText.Event("bucket", $"k{i}"));
        return (queue, dead);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Peek_FewReceives_AreNotSpent(int maxReceives)
    {
        var (queue, dead) = await New(maxReceives, 6);
        for (int i = 0; i < 5; i++)
        {
            var run = Sluice("peek", Aws.Address, queue);
            Assert.Equal((3, 0), (run.ExitCode, run.Lines.Length));
            Assert.Contains($"after {maxReceives} receives queue {queue} moves it to its dead-letter queue: nothing was listed; use --force to list anyway", run.Error, StringComparison.Ordinal);
        }
        Assert.Equal((6, 0), (await Aws.Left(queue), await Aws.Left(dead)));
    }

    [Fact]
    public async Task Peek_Force_LooksAndSaysWhatItCosts()
    {
        var (queue, _) = await New(3, 4);
        var run = Sluice("peek", Aws.Address, queue, "--force");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("4 messages, 4 objects; all given back; each was counted as received once more, and moves to the dead-letter queue after 3 receives", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peek_ReceivesNearTheLimit_StopsAtOne()
    {
        var (queue, dead) = await New(6, 4);
        using var door = new FaultProxy(Aws.Address, _ => null);
        for (int i = 0; i < 2; i++)
            Assert.Equal(0, Sluice("peek", Aws.Address, queue).ExitCode);
        var run = Sluice("peek", door.Address, queue);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("a message was received 3 times, and after 6 receives it moves to the dead-letter queue: no more were listed", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Lines, line => line.Contains("receives 3", StringComparison.Ordinal));
        Assert.Single(door.Seen, request => request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal));
        Assert.Equal(0, await Aws.Left(dead));
    }

    [Fact]
    public async Task Peek_PolicyNotShown_IsNotAGuess()
    {
        var (queue, _) = await New(9, 1);
        using var door = new FaultProxy(Aws.Address, request => request.Target.EndsWith("GetQueueAttributes", StringComparison.Ordinal) ? Fault.Sqs(403, "AccessDeniedException") : null);
        var run = Sluice("peek", door.Address, queue);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("allow sqs:GetQueueAttributes, or use --force to list anyway", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Sluice("peek", door.Address, queue, "--force").ExitCode);
    }

    [Fact]
    public void Peek_NoSuchQueue_IsExitCode3() => Assert.Equal(3, Sluice("peek", Aws.Address, "nowhere").ExitCode);

    [Fact]
    public async Task Peek_WhatCannotBeGivenBack_IsSaid()
    {
        var (queue, _) = await New(9, 1);
        using var door = new FaultProxy(Aws.Address, request => request.Target.EndsWith("ChangeMessageVisibilityBatch", StringComparison.Ordinal) ? Fault.Sqs(403, "AccessDeniedException") : null);
        Assert.Contains("1 could not be given back and stay hidden for half a minute", Sluice("peek", door.Address, queue).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ReceivesNothing_AndSaysSo()
    {
        var (queue, dead) = await New(1, 2);
        using var door = new FaultProxy(Aws.Address, _ => null);
        for (int i = 0; i < 3; i++)
        {
            var run = Sluice("check", door.Address, queue);
            Assert.True(run.ExitCode == 0, string.Join('\n', run.Lines) + run.Error);
            Assert.Contains(run.Lines, line => line.StartsWith("note receive: not tried, since a receive counts towards the redrive policy", StringComparison.Ordinal));
        }
        Assert.DoesNotContain(door.Seen, request => request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal));
        Assert.Equal((2, 0), (await Aws.Left(queue), await Aws.Left(dead)));
    }

    [Fact]
    public void Variables_ThatAreNoSetting_AreNamed_WithoutTheirValues()
    {
        using var clean = new CleanRun();
        clean["SLUICE_QUEU"] = "secret-value";
        clean["SLUICE_VISIBILTY_TIMEOUT"] = "5s";
        clean["SLUICE_SOMETHING_ELSE_ALTOGETHER"] = "1";
        clean["SLUICE_QUEUE_NAME"] = "q";
        clean["SLUICE_METRICS_PORT"] = "9090";
        clean["SLUICE_WAIT_TIME"] = "1s";
        clean["SLUICE_QUEUE_URL"] = "by-its-alias";
        // What Kubernetes sets beside a service of that name.
        clean["SLUICE_SERVICE_HOST"] = "10.0.0.1";
        clean["SLUICE_SERVICE_PORT"] = "80";
        clean["SLUICE_SERVICE_PORT_HTTP"] = "80";
        clean["SLUICE_PORT"] = "tcp://10.0.0.1:80";
        clean["SLUICE_PORT_80_TCP_ADDR"] = "10.0.0.1";
        clean["SLUICE_PULL_SERVICE_HOST"] = "10.0.0.2";
        var run = clean.Sluice("peek", "--region", "eu-west-3", "--endpoint", Aws.Address, "--aws-access-key-id", "a", "--aws-secret-access-key", "b");
        string[] lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(
        [
            "sluice: warning: SLUICE_METRICS_PORT is not a setting and is ignored; did you mean SLUICE_METRICS?",
            "sluice: warning: SLUICE_QUEU is not a setting and is ignored; did you mean SLUICE_QUEUE?",
            "sluice: warning: SLUICE_QUEUE_NAME is not a setting and is ignored; did you mean SLUICE_QUEUE?",
            "sluice: warning: SLUICE_SOMETHING_ELSE_ALTOGETHER is not a setting and is ignored",
            "sluice: warning: SLUICE_VISIBILTY_TIMEOUT is not a setting and is ignored; did you mean SLUICE_VISIBILITY_TIMEOUT?",
        ], lines[..^1]);
        Assert.StartsWith("sluice: Queue by-its-alias does not exist", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
    }
}
