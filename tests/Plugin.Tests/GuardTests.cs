// Tests: what an operator reads of an exception.
using Sluice.Plugin.Abi;
using Sluice.Pull;

namespace Sluice.Plugin.Tests;

public sealed class GuardTests
{
    public static TheoryData<Exception, string, int> Faults { get; } = new()
    {
        { new SettingsException("queue: missing"), "queue: missing", Result.BadSetting },
        { new AggregateException(new SettingsException("queue: missing")), "queue: missing", Result.BadSetting },
        { new AggregateException(new AggregateException(new InvalidOperationException("no more"))), "internal error: no more", Result.Failed },
        { new ArgumentException("it is too long", "line"), "internal error: it is too long", Result.Failed },
        { new ArgumentOutOfRangeException("count", "it is too large"), "internal error: it is too large", Result.Failed },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_OfAnyKind_IsToldWithoutTheLanguagesNames(Exception fault, string expected, int result)
    {
        List<string> lines = [];
        Assert.Equal(result, Guard.Report(new ListLog(lines), fault));
        Assert.Equal([expected], lines);
    }

    private sealed class ListLog(List<string> lines) : IPullLog
    {
        public bool IsEnabled(LogLevel level) => true;

        public void Log(LogLevel level, string text) => lines.Add(text);
    }
}
