// Abi: the host's logger as the rest of the plugin sees it.
using System.Text;
using Sluice.Core.Text;
using Sluice.Pull.Log;

namespace Sluice.Plugin.Abi;

/// <summary>
/// Hands lines to the host. Never the console: a daemon's standard streams are closed, and a write there throws.
/// </summary>
internal sealed unsafe class HostLog : IPullLog
{
    private readonly delegate* unmanaged[Cdecl]<void*, int, byte*, nuint, void> _log;
    private readonly void* _context;
    private readonly int _level;

    public HostLog(NativeHost* host)
    {
        if (host == null || host->Size < (nuint)sizeof(NativeHost))
            return;
        _log = host->Log;
        _context = host->LogContext;
        _level = host->LogLevel;
    }

    public bool IsEnabled(LogLevel level) => _log != null && Number(level) <= _level;

    public void Log(LogLevel level, string text)
    {
        if (!IsEnabled(level))
            return;
        // One line each, and NUL-terminated for hosts that print it as a C string.
        byte[] bytes = Encoding.UTF8.GetBytes(Printable.Escape(text.ReplaceLineEndings(" ")) + '\0');
        fixed (byte* start = bytes)
            _log(_context, Number(level), start, (nuint)bytes.Length - 1);
    }

    private static int Number(LogLevel level) => level switch
    {
        LogLevel.Error => 1,
        LogLevel.Warn => 2,
        LogLevel.Info => 3,
        _ => 4,
    };
}
