// Output: tells the user what a silent command is waiting for.
namespace Sluice.Cli.Output;

/// <summary>A line on standard error when a wait takes long, and again now and then.</summary>
internal sealed class WaitNote : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Next = TimeSpan.FromSeconds(15);

    private readonly Timer _timer;
    private string? _what;

    public WaitNote() => _timer = new Timer(_ => Say());

    /// <summary>What is waited for from now on; null when nothing is.</summary>
    public void For(string? what)
    {
        _what = what;
        _timer.Change(what is null ? Timeout.InfiniteTimeSpan : First, Next);
    }

    public void Dispose() => _timer.Dispose();

    private void Say()
    {
        if (_what is { } what)
            StandardError.Line($"sluice: waiting for {what}");
    }
}
