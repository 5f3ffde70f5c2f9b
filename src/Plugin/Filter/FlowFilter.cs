// Filter: one configured filter, whatever the host.
using Sluice.Core.Records;
using Sluice.Core.VpcFlow;
using Sluice.Pull.Log;

namespace Sluice.Plugin.Filter;

/// <summary>
/// Rewrites buffers of events, one at a time: hosts call an instance from one thread, and an uncontended lock
/// costs less than a parser per thread.
/// </summary>
internal sealed class FlowFilter : IDisposable
{
    private const int ReportedLines = 5;
    private const int ShownBytes = 200;

    private readonly Lock _lock = new();
    private readonly IPullLog _log;
    private readonly EventRewriter _rewriter;
    private long _reported, _warned;

    public FlowFilter(FilterSettings settings, IPullLog log)
    {
        _log = log;
        _rewriter = new EventRewriter(settings, Report, Warn);
    }

    public FilterCounters Counters => _rewriter.Counters;

    public IPullLog Log => _log;

    /// <summary>
    /// The new buffer, null when nothing changes; an empty batch means that every event was dropped. The caller
    /// disposes it or detaches its memory.
    /// </summary>
    public Batch? Run(ReadOnlySpan<byte> events, ReadOnlySpan<byte> tag)
    {
        lock (_lock)
            return _rewriter.Rewrite(events, tag);
    }

    /// <summary>Takes back what <see cref="Run"/> returned once its memory is detached, or is no longer needed.</summary>
    public void Return(Batch output)
    {
        lock (_lock)
            _rewriter.Return(output);
    }

    /// <summary>Events may also name their file under this key.</summary>
    public void AddStreamKey(ReadOnlySpan<byte> key)
    {
        lock (_lock)
            _rewriter.AddStreamKey(key);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            var counters = Counters;
            if (_log.IsEnabled(LogLevel.Info))
                _log.Log(LogLevel.Info, counters.ToString());
            _rewriter.Dispose();
        }
    }

    private void Warn(string text)
    {
        if (_warned >= ReportedLines || !_log.IsEnabled(LogLevel.Warn))
            return;
        _warned++;
        _log.Log(LogLevel.Warn, _warned == ReportedLines ? text + " (further ones are only counted)" : text);
    }

    private void Report(in MalformedLine line)
    {
        if (line.Kind == FaultKind.RecordAlready || _reported >= ReportedLines || !_log.IsEnabled(LogLevel.Warn))
            return;
        _reported++;
        var shown = line.Text[..Math.Min(line.Text.Length, ShownBytes)];
        string more = _reported == ReportedLines ? " (further ones are only counted)" : "";
        _log.Log(LogLevel.Warn, $"not a flow-log record: {line.Reason}: {System.Text.Encoding.UTF8.GetString(shown)}{more}");
    }
}
