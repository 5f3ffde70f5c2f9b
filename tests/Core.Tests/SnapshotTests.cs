// Tests: every golden, through the core on this runtime.

namespace Sluice.Core.Tests;

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
    public void Parser_Json_EqualsSnapshot(string name, string schema)
    {
        Snapshot snapshot = Snapshot.Of(name);
        byte[] output = Parse(snapshot, schema, OutputEncoding.Ndjson);
        snapshot.Verify(schema, System.Text.Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parser_MessagePackReadByAnotherLibrary_EqualsSnapshot(string name, string schema)
    {
        Snapshot snapshot = Snapshot.Of(name);
        snapshot.Verify(schema, EventDecoder.Decode(Parse(snapshot, schema, OutputEncoding.MsgPack)).Select(e => e.Body));
    }

    private static byte[] Parse(Snapshot snapshot, string schema, OutputEncoding encoding)
    {
        Assert.True(SchemaName.TryParse(schema, out Schema parsed));
        using var parser = new FlowParser(new ParseOptions { Schema = parsed, Encoding = encoding, Fields = snapshot.Fields });
        using var batch = new Batch();
        byte[] input = File.ReadAllBytes(snapshot.Input);
        Assert.Equal(input.Length, parser.Parse(input, endOfInput: true, batch));
        return batch.Bytes.ToArray();
    }
}
