// Output: the progress of a long run.
using System.Diagnostics;

namespace Sluice.Cli.Output;

/// <summary>One line on standard error, rewritten a few times a second, only on a terminal and after the first second.</summary>
internal sealed class ProgressLine
{
    private const int BarWidth = 30;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly bool _enabled;
    private readonly long _total;
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _next = First;
    private bool _shown;

    /// <summary><paramref name="total"/> bytes are to be read; 0 when that is not known.</summary>
    public ProgressLine(bool enabled, long total)
    {
        _enabled = enabled && !Console.IsErrorRedirected;
        _total = total;
    }

    public void Show(long done, long records)
    {
        if (!_enabled || Stopwatch.GetElapsedTime(_start) is var now && now < _next)
            return;
        _next = Stopwatch.GetElapsedTime(_start) + Every;
        _shown = true;
        if (_total > 0)
        {
            double part = Math.Clamp((double)done / _total, 0, 1);
            int bars = (int)(part * BarWidth);
            StandardError.Raw($"\r[{new string('#', bars)}{new string('.', BarWidth - bars)}] {part:P0} {records} records\e[K");
        }
        else
        {
            StandardError.Raw($"\r{records} records\e[K");
        }
    }

    public void Clear()
    {
        if (_shown)
            StandardError.Raw("\r\e[K");
        _shown = false;
    }
}
