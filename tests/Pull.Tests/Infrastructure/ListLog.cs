// Tests: the engine's log, kept.
using System.Collections.Concurrent;

namespace Sluice.Pull.Tests;

/// <summary>Keeps every line.</summary>
public sealed class ListLog : IPullLog
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public bool IsEnabled(LogLevel level) => true;

    public void Log(LogLevel level, string text) => Lines.Enqueue((level, text));

    public IEnumerable<string> At(LogLevel level) => Lines.Where(line => line.Level <= level).Select(line => line.Text);

    public override string ToString() => string.Join('\n', Lines.Select(line => $"{line.Level} {line.Text}"));
}
