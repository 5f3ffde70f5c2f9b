// Top: the screen while the table is live; afterwards the terminal is as it was before.
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Cli.Output;

namespace Sluice.Cli.Top;

/// <summary>Draws on the alternate screen, each frame in one write over the last. Every orderly end of the process restores the terminal.</summary>
internal sealed class TopScreen : IDisposable
{
    private readonly Terminal _terminal = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Lock _lock = new();
    private bool _shown;
    private long _leftAt;

    /// <param name="quit">Called when the user presses q.</param>
    public TopScreen(Action quit)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        // Signals that end or stop the process by default; after a stop the shell may continue it.
        if (!OperatingSystem.IsWindows())
        {
            On(PosixSignal.SIGQUIT, Leave);
            On(PosixSignal.SIGTSTP, Leave);
            On(PosixSignal.SIGCONT, Enter);
        }
        Enter();
        if (_terminal.HasKeys)
            new Thread(() => ReadKeys(quit)) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <summary>Shows as many lines as fit, and how many do not.</summary>
    public void Draw(IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        int most = Math.Max(2, Terminal.Size().Height);
        if (all.Length > most)
            all = [.. all[..(most - 1)], $"… {all.Length - most + 1} more lines"];
        var frame = new StringBuilder("\e[H").AppendJoin("\e[K\r\n", all).Append("\e[K");
        frame.Append("\e[J");
        lock (_lock)
        {
            // A process that cannot be stopped, such as the first of a container, runs on after SIGTSTP: show the table again.
            if (!_shown && Environment.TickCount64 - _leftAt > 500)
                Enter();
            if (!_shown)
                return;
            // When the process continues after a stop, the runtime restores the terminal as it first found it.
            _terminal.Take();
            Write(frame.ToString());
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        foreach (var registration in _registrations)
            registration.Dispose();
        Leave();
    }

    private void On(PosixSignal signal, Action act) => _registrations.Add(PosixSignalRegistration.Create(signal, _ => act()));

    private void OnExit(object? sender, EventArgs e) => Leave();

    private void Enter()
    {
        lock (_lock)
        {
            if (_shown)
                return;
            _shown = true;
            _terminal.Take();
            Write("\e[?1049h\e[?25l");
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (!_shown)
                return;
            _shown = false;
            _leftAt = Environment.TickCount64;
            _terminal.GiveBack();
            Write("\e[0m\e[?25h\e[?1049l");
        }
    }

    /// <summary>Errors are ignored: a terminal that is gone needs nothing.</summary>
    private static void Write(string text) => Descriptor.Write(Descriptor.Output, Encoding.UTF8.GetBytes(text), TimeSpan.FromMilliseconds(200), out _);

    private static void ReadKeys(Action quit)
    {
        while (Descriptor.ReadByte(Descriptor.Input) is { } key)
        {
            if (key is (byte)'q' or (byte)'Q')
                quit();
        }
    }
}
