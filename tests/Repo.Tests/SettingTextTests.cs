// Tests: what is said of a setting stands once.
using Sluice.Repo.Tests.Tree;

namespace Sluice.Repo.Tests;

public sealed class SettingTextTests
{
    [Fact]
    public void Help_InTheCode_StandsOnce()
    {
        SourceFile[] files = SourceFile.All();
        foreach (string help in PullSettingTable.All.Select(row => row.Help).Concat(SinkSettingTable.All.Select(row => row.Help)))
        {
            int list = help.IndexOf(SchemaName.List, StringComparison.Ordinal); // put in by the code
            string text = list < 0 ? $"\"{help}\"" : $"\"{help[..list]}";
            Assert.Equal(1, files.Sum(f => f.Text.Split(text).Length - 1));
        }
    }

    /// <summary>A default is read by the row that shows it, or says in words what happens.</summary>
    [Fact]
    public void Default_OfEachRow_IsAcceptedAndIsTheDefault()
    {
        foreach (Setting<PullSettings> row in PullSettingTable.All.Where(row => !row.IsDescribed && row.Default.Length > 0))
        {
            var settings = new PullSettings();
            Assert.Null(row.Apply(settings, row.Default));
            Assert.Equal(new PullSettings(), settings);
        }
    }

    [Theory]
    [InlineData("schema", "elastic", "schema: unknown schema 'elastic' (expected SCHEMAS)")]
    [InlineData("emit", "all", "emit: unknown value 'all' (expected ecs, raw or intake)")]
    [InlineData("on-malformed", "skip", "on-malformed: unknown value 'skip' (expected keep, drop or fail)")]
    [InlineData("drain", "maybe", "drain: unknown value 'maybe' (expected on or off)")]
    [InlineData("schema", "e\u001b[2J", "schema: unknown schema 'e\\x1b[2J' (expected SCHEMAS)")]
    public void Word_Unknown_IsToldWithWhatIsExpected(string name, string value, string expected)
    {
        Assert.False(new PullSettings().TrySet(name, value, out string error));
        Assert.Equal(expected.Replace("SCHEMAS", RecordChoices.Schemas.List, StringComparison.Ordinal), error);
    }
}
