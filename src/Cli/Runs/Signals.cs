// Runs: the signals that end a run: the first ends it in order, the second at once.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Runs;

/// <summary>Listens to SIGTERM, SIGINT and SIGHUP until it is disposed.</summary>
internal sealed class Signals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action _first;
    private int _seen;

    public Signals(Action first)
    {
        _first = first;
        Listen(PosixSignal.SIGTERM);
        Listen(PosixSignal.SIGINT);
        // Under nohup the run must survive the loss of its terminal.
        if (!IsHangupIgnored())
            Listen(PosixSignal.SIGHUP);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Listen(PosixSignal signal) => _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _seen) == 1)
            _first();
        else
            Environment.Exit(128 + context.Signal switch { PosixSignal.SIGINT => 2, PosixSignal.SIGHUP => 1, _ => 15 });
    }

    /// <summary>Bit 0 of the mask is signal 1, SIGHUP.</summary>
    private static bool IsHangupIgnored()
    {
        try
        {
            string? mask = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
            return mask is not null && (Convert.ToUInt64(mask[7..].Trim(), 16) & 1) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
