// Runs: runs an engine until the queue, a signal, or the reader of standard output ends it.
using System.Diagnostics;
using System.Globalization;
using Sluice.Cli.Metrics;
using Sluice.Cli.Options;
using Sluice.Cli.Output;
using Sluice.Core.Settings;
using Sluice.Deliver;
using Sluice.Deliver.Settings;
using Sluice.Deliver.Sinks;
using Sluice.Pull;
using Sluice.Pull.Counters;
using Sluice.Pull.Settings;
using Sluice.Pull.Sources;

namespace Sluice.Cli.Runs;

/// <summary>One run of the engine on the command line.</summary>
internal static class PullRun
{
    public static int Run(PullSettings settings, SinkSettings to, RunSettings options, ReplayRange? replay)
    {
        ConsoleLog log = options.Log();
        using var metrics = options.Metrics is null ? null : MetricsServer.Listen(options.Metrics);
        settings.MaxRecords = options.MaxRecords;
        var output = new StandardOutput(lines: settings.Encoding != OutputEncoding.MsgPack);
        using ISink sink = to.IsStandardOutput ? new StdoutSink(output) : SinkFactory.Create(to, settings, endsByItself: settings.Drain || replay is not null, log);
        var engine = new PullEngine(settings, log, replay);
        if (replay is null && engine.FindQueue() is { } missing)
        {
            StandardError.Line($"sluice: {missing}");
            return ExitCode.InputOutput;
        }

        metrics?.Serve([.. engine.Counters.All, .. sink.Counters.All], engine.Health);
        long began = Stopwatch.GetTimestamp();
        var pump = new RecordPump(engine, sink, options.MaxRecords, settings.Encoding);
        var pumped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? stopping = null;
        using (new Signals(() => stopping = StopAsync(engine, sink, options.Grace, pumped.Task)))
        {
            engine.Start();
            ServiceNotice.Ready();
            pump.Run();
            pumped.SetResult();
            // With enough records, nothing under way is waited for; after a fault of the sink, 2 seconds are enough.
            (stopping ?? engine.StopAsync(pump.HasEnough ? TimeSpan.Zero : sink.Fault is null ? options.Grace : TimeSpan.FromSeconds(2))).GetAwaiter().GetResult();
        }
        if (!options.Quiet)
            Summarise(engine.Counters, pump, sink, Stopwatch.GetElapsedTime(began));
        if (sink.Fault is { } fault and not ClosedPipeException)
        {
            StandardError.Line($"sluice: {fault.Message}");
            return ExitCode.InputOutput;
        }
        if (engine.Failure is { } failure)
        {
            StandardError.Line($"sluice: {failure}");
            return ExitCode.InputOutput;
        }
        if (replay is not null && stopping is null && sink.Fault is null && engine.Counters.ObjectsDone + engine.Counters.ObjectsFailed == 0)
            StandardError.Line($"sluice: {Describe(replay)}: no objects found; nothing was read");
        return Judge(settings, engine.Counters, replay, stoppedEarly: stopping is not null || sink.Fault is not null || options.MaxRecords is not null);
    }

    /// <summary>Ends the engine within the grace, and ends the process if the sink still takes nothing a second later.</summary>
    private static async Task StopAsync(PullEngine engine, ISink sink, TimeSpan grace, Task pumped)
    {
        ServiceNotice.Stopping();
        // Deliveries still under way by then are given back with the rest.
        sink.StopWithin(grace * 0.9);
        await engine.StopAsync(grace).ConfigureAwait(false);
        if (await Task.WhenAny(pumped, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false) == pumped)
            return;
        // The write cannot be cancelled; its records stay in the queue. Standard error may be blocked as well.
        var told = Task.Run(() => StandardError.Line($"sluice: {(sink is StdoutSink ? "standard output" : sink.Name)} accepts no data: what was not delivered is left in the queue"));
        await Task.WhenAny(told, Task.Delay(TimeSpan.FromMilliseconds(500))).ConfigureAwait(false);
        Environment.Exit(ExitCode.InputOutput);
    }

    private static string Describe(ReplayRange range) => $"s3://{range.Bucket}/{range.Prefix}"
        + (range.Start is { } start ? $" from {start:yyyy-MM-dd'T'HH:mm'Z'}" : "") + (range.End is { } end ? $" to {end:yyyy-MM-dd'T'HH:mm'Z'}" : "");

    /// <summary>The exit code: a drain fails if a message was kept, a replay if an object failed.</summary>
    private static int Judge(PullSettings settings, PullCounters counters, ReplayRange? replay, bool stoppedEarly)
    {
        if (stoppedEarly || (replay is null && !settings.Drain))
            return ExitCode.Success;
        long failed = replay is null ? counters.KeptTotal : counters.ObjectsFailed;
        return failed == 0 ? ExitCode.Success : ExitCode.InputOutput;
    }

    private static void Summarise(PullCounters counters, RecordPump pump, ISink sink, TimeSpan elapsed) =>
        StandardError.Line(string.Create(CultureInfo.InvariantCulture,
            $"sluice: {(sink is StdoutSink ? pump.Events - pump.Malformed : counters.Records.Value)} records, {counters.Malformed.Value} malformed{ParseJob.Extra(counters.ExtraColumns.Value)}, {counters.ObjectsDone} objects, "
            + $"{counters.BytesIn.Value} bytes in, {sink.Counters.Bytes.Value} out{Delivered(sink)}; messages: {counters.Received.Value} received, "
            + $"{counters.Deleted.Value} deleted{(counters.WithoutObjectText is { Length: > 0 } without ? $" (without an object: {without})" : "")}, "
            + $"{counters.KeptTotal} kept; {elapsed.TotalSeconds:0.0} s"));

    /// <summary>The summary's part on a receiver that confirms; empty for standard output.</summary>
    private static string Delivered(ISink sink)
    {
        if (sink is StdoutSink)
            return "";
        var counters = sink.Counters;
        string resent = counters.Resent.Value == 0 ? "" : $", {counters.Resent.Value} sent again to find the refused ones";
        return string.Create(CultureInfo.InvariantCulture,
            $"; {sink.Name}: {counters.Confirmed.Value} events confirmed, {counters.Refused.Value} refused{resent}, {counters.Requests.Value} requests, {counters.Retries.Value} retries");
    }
}
