// Tests: the plugin's ledger, C against a host whose every move a case makes (tests/ledger).
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Plugin.Tests;

/// <summary>What was appended, what the host counted, what may be deleted.</summary>
public sealed partial class LedgerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cases_Each_Holds(bool isChecked)
    {
        var run = FakeHost.Ledger(isChecked);
        string output = Encoding.UTF8.GetString(run.Output);
        Assert.True(run.ExitCode == 0, output + run.Error);
        Match ran = Summary().Match(output);
        Assert.True(ran.Success, output);
        Assert.InRange(int.Parse(ran.Groups[1].Value, CultureInfo.InvariantCulture), 50, 1000);
    }

    [GeneratedRegex(@"^(\d+) cases, 0 failed$", RegexOptions.Multiline)]
    private static partial Regex Summary();
}
