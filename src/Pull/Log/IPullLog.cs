// Log: the host's logger, as the engine sees it.
namespace Sluice.Pull.Log;

/// <summary>Where the engine's log lines go. Called from several threads at once; must not throw.</summary>
public interface IPullLog
{
    /// <summary>Writes one line of text. Secrets never reach it.</summary>
    void Log(LogLevel level, string text);

    /// <summary>Whether lines of this level are written at all; asked before a line is built.</summary>
    bool IsEnabled(LogLevel level);

    /// <summary>Writes an event with its fields; a logger without structure gets it as one line of text.</summary>
    void Write(LogLevel level, LogEvent entry) => Log(level, entry.ToString());
}
