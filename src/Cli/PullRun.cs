// CLI: runs an engine to its end, whoever ends it: the queue, a signal, or the reader of standard output.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Pull;

namespace Sluice.Cli;

/// <summary>One run of the engine on the command line.</summary>
internal static class PullRun
{
    public static int Run(PullSettings settings, ConsoleLog log, RunOptions options, ReplayRange? replay)
    {
        using var metrics = options.Metrics is null ? null : MetricsServer.Listen(options.Metrics);
        settings.MaxRecords = options.MaxRecords;
        var engine = new PullEngine(settings, log, replay);
        if (replay is null && engine.FindQueue() is { } missing)
        {
            Console.Error.WriteLine($"sluice: {missing}");
            return ExitCode.InputOutput;
        }

        metrics?.Serve(engine.Counters, engine.Health);
        long began = Stopwatch.GetTimestamp();
        var output = new StandardOutput();
        var pump = new RecordPump(engine, output, options.MaxRecords, settings.Encoding);
        Task? stopping = null;
        // The first signal ends in order, the second now.
        void OnSignal(PosixSignalContext context)
        {
            if (stopping is not null)
                Environment.Exit(128 + (context.Signal == PosixSignal.SIGINT ? 2 : 15));
            context.Cancel = true;
            stopping = engine.StopAsync(options.Grace);
        }

        using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        engine.Start();
        pump.Run();
        // Who has enough, or can write no more, waits for nothing that is still on its way.
        (stopping ?? engine.StopAsync(pump.HasEnough ? TimeSpan.Zero : pump.Fault is null ? options.Grace : TimeSpan.FromSeconds(2))).GetAwaiter().GetResult();
        if (!options.Quiet)
            Summarise(engine.Counters, pump, output, Stopwatch.GetElapsedTime(began));
        if (pump.Fault is { } fault and not ClosedPipeException)
        {
            Console.Error.WriteLine($"sluice: {fault.Message}");
            return ExitCode.InputOutput;
        }
        if (engine.Failure is { } failure)
        {
            Console.Error.WriteLine($"sluice: {failure}");
            return ExitCode.InputOutput;
        }
        return Judge(settings, engine.Counters, replay, stoppedEarly: stopping is not null || pump.Fault is not null || options.MaxRecords is not null);
    }

    /// <summary>A drained queue or a range that was read: done only if everything of it was.</summary>
    private static int Judge(PullSettings settings, PullCounters counters, ReplayRange? replay, bool stoppedEarly)
    {
        if (stoppedEarly || (replay is null && !settings.Drain))
            return ExitCode.Success;
        long failed = replay is null ? counters.KeptTotal : counters.ObjectsFailed;
        return failed == 0 ? ExitCode.Success : ExitCode.InputOutput;
    }

    private static void Summarise(PullCounters counters, RecordPump pump, StandardOutput output, TimeSpan elapsed) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"sluice: {pump.Events - pump.Malformed} records, {counters.Malformed.Value} malformed, {counters.ObjectsDone} objects, "
            + $"{counters.BytesIn.Value} bytes in, {output.BytesWritten} out; messages: {counters.Received.Value} received, "
            + $"{counters.Deleted.Value} deleted{(counters.WithoutObjectText is { Length: > 0 } without ? $" (without an object: {without})" : "")}, "
            + $"{counters.KeptTotal} kept; {elapsed.TotalSeconds:0.0} s"));
}
