// Diagnostics: what a check says, as soon as it knows it, and what it waits for meanwhile.
using Sluice.Pull.Log;

namespace Sluice.Pull.Diagnostics;

/// <summary>The two outputs of a check: what it found, and what it waits for.</summary>
internal sealed class CheckReport(Action<CheckLine> tell, Action<string?> waiting) : IPullLog
{
    public void Tell(CheckResult result, string what, string text) => tell(new(result, what, text));

    /// <summary>Runs a step, and shows meanwhile what is waited for.</summary>
    public async Task<T> During<T>(string what, Func<Task<T>> step)
    {
        waiting(what);
        try
        {
            return await step().ConfigureAwait(false);
        }
        finally
        {
            waiting(null);
        }
    }

    bool IPullLog.IsEnabled(LogLevel level) => level <= LogLevel.Warn;

    void IPullLog.Log(LogLevel level, string text) => Tell(CheckResult.Note, "note", text);

    /// <summary>A warning of the engine is a finding here.</summary>
    void IPullLog.Write(LogLevel level, LogEvent entry)
    {
        if (level <= LogLevel.Warn)
            Tell(CheckResult.Note, entry.Name == "clock_skew" ? "clock" : "endpoint", entry.Text);
    }
}
