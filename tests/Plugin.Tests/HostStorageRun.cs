// Tests: an input with nine thousand records to pull, on a stand-in host of any version.
using System.Text.RegularExpressions;

namespace Sluice.Plugin.Tests;

/// <summary>Divided into classes by what happens to the records, so that their waits run side by side.</summary>
public abstract partial class HostStorageRun : IDisposable
{
    protected const int Objects = 6;
    protected const int Records = 9000;

    /// <summary>No chunk reaches an output before the stop.</summary>
    protected const string NoFlush = "host.flush=60";
    protected const string Files = "host.storage=filesystem";
    protected const string GaveBack = "gave back 6 messages, up to 9,000 records will repeat";

    private readonly Emulator _emulator = Emulator.Start();

    protected HostStorageRun() => _emulator.Fill("flow", Objects, Records / Objects);

    /// <summary>Messages that wait, and messages that somebody holds.</summary>
    protected string Depth => _emulator.Counts("flow");

    public void Dispose()
    {
        _emulator.Dispose();
        GC.SuppressFinalize(this);
    }

    // No long poll: the emulator would give messages that come back to the one that the end cut off.
    private protected Run Start(string version, string seconds, params string[] more) => FakeHost.Run(default,
        ["input", version, "1000000", seconds, "0",
            .. _emulator.Settings("flow").Where(s => !s.StartsWith("wait_time", StringComparison.Ordinal)), "wait_time=0", .. more]);

    private protected static IEnumerable<string> Numbers(Run run) =>
        EventDecoder.Decode(run.Output).Select(record => Number().Match(record.Body).Value);

    [GeneratedRegex("eni-[0-9a-f]{17}")]
    private static partial Regex Number();
}
