// What becomes of records when the receiver refuses, fails, is slow or is not there.
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Pull.Tests;

namespace Sluice.Deliver.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task WrongKey_OneLineAndExitCode3_NothingIsDeletedAndNoKeyShown(int status)
    {
        using var intake = new IntakeDouble($$"""{"keyStatus":{{status}}}""");
        Source source = await Source.Of(6, 100);
        const string Wrong = "a-wrong-key-0123456789";
        Testing.Run run = source.Drain("--to", "sekoia", "--intake-url", intake.Address, "--intake-key", Wrong, "--quiet");
        Assert.Equal(3, run.ExitCode);
        string line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"does not accept the intake key ({status}", line, StringComparison.Ordinal);
        // The double's answer held it.
        Assert.DoesNotContain(Wrong, run.Error, StringComparison.Ordinal);
        Assert.Equal((6, 0), (await source.Left(), (int)(await intake.Report()).Events));
    }

    [Fact]
    public async Task NoKey_IsAUsageError()
    {
        Source source = await Source.Of(1, 1);
        Testing.Run run = source.Drain("--to", "sekoia");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("intake_key: missing", run.Error, StringComparison.Ordinal);
    }

    /// <summary>An answer names no event: those that were refused are found, and everything else arrives.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task PartialRefusal_ExactlyTheRefusedAreSetAside(int every)
    {
        using var intake = new IntakeDouble("""{"refuse":"eni-bad"}""");
        const int Lines = 1000;
        string[] lines = [.. Enumerable.Range(0, Lines).Select(i => i % (Lines / every) == 7 ? FlowText.Line(0, i).Replace("eni-", "eni-bad", StringComparison.Ordinal) : FlowText.Line(0, i))];
        string[] bad = [.. lines.Where(line => line.Contains("eni-bad", StringComparison.Ordinal))];
        Assert.Equal(every, bad.Length);
        Source source = await Source.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        using var file = new RejectsFile();
        Testing.Run run = source.Drain(intake.To("--rejects", file.Path));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0, await source.Left());
        var refused = file.Read();
        Assert.Equal(bad, refused.Select(entry => (string)entry["event"]!).Order(StringComparer.Ordinal));
        Assert.All(refused, entry => Assert.Contains("no event of the payload was taken", (string)entry["answer"]!, StringComparison.Ordinal));
        var taken = await intake.Counts();
        Assert.Equal(lines.Except(bad).Order(), taken.Keys.Order());
        // Which events were refused only another request can tell: most go out a second time, few more often.
        long resent = taken.Values.Sum() - taken.Count;
        Assert.InRange(resent, 0, Lines * (every == 1 ? 2 : 4));
        Assert.Contains($"{Lines - every} events confirmed, {every} refused, ", run.Error, StringComparison.Ordinal);
    }

    /// <summary>What is known to be refused is not sent, so that everything else is there once.</summary>
    [Fact]
    public async Task EventTooLarge_IsSetAsideUnsent_TheRestOnce()
    {
        using var intake = new IntakeDouble();
        string huge = FlowText.Line(9, 9) + " " + new string('x', 250_000);
        string limit = FlowText.Line(8, 8) + " ";
        limit += new string('y', 250_000 - limit.Length);
        Source source = await Source.Of(Encoding.UTF8.GetBytes(FlowText.Lines(0, 500) + huge + "\n" + limit + "\n" + FlowText.Lines(1, 500, header: false)));
        using var file = new RejectsFile();
        Testing.Run run = source.Drain(intake.To("--rejects", file.Path));
        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject entry = Assert.Single(file.Read());
        Assert.Equal(huge, (string?)entry["event"]);
        Report report = await intake.Report();
        Assert.Equal((1001L, 1001L, 0L), (report.Events, report.Understood, report.Duplicates));
        Assert.Equal(0, await source.Left());
    }

    [Fact]
    public async Task Refusal_WithoutRejects_EndsWithEverythingKept()
    {
        using var intake = new IntakeDouble("""{"refuse":"ACCEPT"}""");
        Source source = await Source.Of(1, 10);
        Testing.Run run = source.Drain(intake.To());
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("set rejects to a file", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, await source.Left());
    }

    /// <summary>Once each, whatever passes: a status, an answer that says nothing, a connection that is cut before anything was read.</summary>
    [Theory]
    [InlineData("429")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("408")]
    [InlineData("cut")]
    [InlineData("page")]
    [InlineData("413")]
    [InlineData("never")]
    public async Task FaultThatPasses_EveryEventArrivesOnce(string fault)
    {
        using var intake = new IntakeDouble($$"""{"next":["{{fault}}","{{fault}}"]}""");
        Source source = await Source.Of(2, 500);
        Testing.Run run = source.Drain(intake.To("--read-timeout", "2"));
        Assert.True(run.ExitCode == 0, run.Error);
        Report report = await intake.Report();
        Assert.Equal((1000L, 1000L, 0L, 0), (report.Events, report.Understood, report.Duplicates, await source.Left()));
    }

    [Fact]
    public async Task RetryAfter_IsWaitedFor()
    {
        using var intake = new IntakeDouble("""{"next":["429"],"retryAfter":3}""");
        Source source = await Source.Of(1, 10);
        long began = Environment.TickCount64;
        Testing.Run run = source.Drain(intake.To());
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(Environment.TickCount64 - began >= 3000, run.Error);
    }

    /// <summary>No message is deleted while its events are not confirmed, however long that takes.</summary>
    [Fact]
    public async Task ReceiverDown_NothingIsLost_ThenItCatchesUp()
    {
        using var intake = new IntakeDouble("""{"down":true}""");
        Source source = await Source.Of(60, 2000);
        using var puller = new SluiceProcess(null, source.Pull(intake.To("--visibility-timeout", "4", "--wait-time", "1")));
        await Task.Delay(TimeSpan.FromSeconds(Alone.Soak ? 60 : 12));
        Assert.Equal(60, await source.Left());
        long memory = puller.PeakMemory();
        Assert.Contains(puller.Errors, line => line.Contains("next try in", StringComparison.Ordinal));
        await intake.Faults("{}");
        await Source.Until(async () => await source.Left() == 0, "the queue is empty", 90);
        puller.Signal(15);
        Assert.Equal(0, await puller.Ended());
        Report report = await intake.Report();
        Assert.Equal((120_000L, 0L), (report.Unique, report.Duplicates));
        Assert.InRange(memory, 0, 160);
        // A line now and then, not one for each try.
        Assert.InRange(puller.Errors.Count(line => line.Contains("next try in", StringComparison.Ordinal)), 1, 4);
    }

    [Fact]
    public async Task SlowReceiver_TheQueueWaits()
    {
        using var intake = new IntakeDouble("""{"rate":1000000}""");
        Source source = await Source.Of(40, 8000);
        using var puller = new SluiceProcess(null, source.Pull(intake.To("--gzip", "off", "--visibility-timeout", "6", "--wait-time", "1", "--memory-budget", "32m", "--concurrency", "4")));
        await Task.Delay(6000);
        // 40 MB at 1 MB/s on each of four connections: most of it must still be where it is safe.
        Assert.InRange(await source.Left(), 5, 40);
        await Source.Until(async () => await source.Left() == 0, "the queue is empty", 120);
        Assert.InRange(puller.PeakMemory(), 0, 130);
        puller.Signal(15);
        Assert.Equal(0, await puller.Ended());
        Report report = await intake.Report();
        Assert.Equal((320_000L, 0L), (report.Unique, report.Duplicates));
    }

    [Fact]
    public async Task Sigterm_WhatIsUnderWayArrives_TheRestComesAgain()
    {
        using var intake = new IntakeDouble("""{"delay":1500}""");
        Source source = await Source.Of(40, 1000);
        using var puller = new SluiceProcess(null, source.Pull(intake.To("--batch-size", "64k", "--in-flight", "2", "--wait-time", "1", "--grace", "4")));
        await Source.Until(async () => (await intake.Report()).Requests > 0, "the first request");
        long began = Environment.TickCount64;
        puller.Signal(15);
        Assert.Equal(0, await puller.Ended());
        Assert.InRange(Environment.TickCount64 - began, 0, 8000);
        await intake.Faults("{}");
        Testing.Run rest = source.Drain(intake.To());
        Assert.True(rest.ExitCode == 0, rest.Error);
        Assert.Equal(0, await source.Left());
        Report report = await intake.Report();
        Assert.Equal(40_000L, report.Unique);
        // Of the batches that were under way at the end of the grace at most.
        Assert.InRange(report.Duplicates, 0, 4000);
    }
}
