// Tests: every golden, through the published binary.

namespace Sluice.Cli.Tests;

public sealed class SnapshotTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (Snapshot snapshot in Snapshot.All)
            foreach (string schema in SchemaName.All)
                cases.Add(snapshot.Name, schema);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Binary_Json_EqualsSnapshot(string name, string schema)
    {
        Run run = Parse(name, schema, "ndjson");
        Snapshot.Of(name).Verify(schema, run.Lines);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Binary_MessagePackReadByAnotherLibrary_EqualsSnapshot(string name, string schema)
    {
        Run run = Parse(name, schema, "msgpack");
        Snapshot.Of(name).Verify(schema, EventDecoder.Decode(run.Output).Select(e => e.Body));
    }

    private static Run Parse(string name, string schema, string output)
    {
        Snapshot snapshot = Snapshot.Of(name);
        string[] fields = snapshot.Fields is { } names ? ["--fields", names] : [];
        Run run = Run.Sluice(["parse", "--quiet", "--schema", schema, "--output", output, .. fields, snapshot.Input]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        return run;
    }
}
