// Tests: Parquet files of another writer, and what the product makes of them.
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Core;

namespace Sluice.Parquet.Tests;

/// <summary>A committed Parquet file with the same records as text beside it; see data/make.mjs.</summary>
internal static class Fixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data");

    internal static readonly string[] Names =
        [.. Directory.GetFiles(Folder, "*.parquet").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    internal static byte[] Parquet(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".parquet"));

    internal static byte[] Text(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".log"));

    /// <summary>The names in the twin's header, and its rows.</summary>
    internal static (string[] Fields, string[][] Rows) Table(string name)
    {
        string[] lines = Encoding.UTF8.GetString(Text(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (lines[0].Split(' '), [.. lines[1..].Select(line => line.Split(' '))]);
    }

    internal static List<JsonObject> OfText(byte[] text, Schema schema)
    {
        using var parser = new FlowParser(new ParseOptions { Schema = schema });
        using var batch = new Batch();
        parser.Parse(text, endOfInput: true, batch);
        return Trees(batch);
    }

    internal static List<JsonObject> OfParquet(byte[] parquet, Schema schema, int stopAt = int.MaxValue, ParquetLimits? limits = null) =>
        OfParquet(new MemoryStream(parquet), schema, stopAt, limits);

    internal static List<JsonObject> OfParquet(Stream parquet, Schema schema, int stopAt = int.MaxValue, ParquetLimits? limits = null)
    {
        using var parser = new FlowParser(new ParseOptions { Schema = schema });
        using var batch = new Batch();
        var trees = new List<JsonObject>();
        using ParquetFlowReader reader = ParquetFlowReader.Open(parquet, limits ?? new ParquetLimits());
        bool more;
        do
        {
            more = reader.Read(parser, batch, stopAt, default);
            trees.AddRange(Trees(batch));
            batch.Clear();
        }
        while (more);
        return trees;
    }

    /// <summary>Reads a file whose rows nobody wants; the number of them.</summary>
    internal static long Drain(Stream parquet, ParquetLimits limits)
    {
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        using ParquetFlowReader reader = ParquetFlowReader.Open(parquet, limits);
        while (reader.Read(parser, batch, 64 * 1024, default))
            batch.Clear();
        return reader.RowsRead;
    }

    internal static List<JsonObject> Trees(Batch batch) =>
    [
        .. Encoding.UTF8.GetString(batch.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject()),
    ];

    /// <summary>A record as text, without the line it was read from.</summary>
    internal static string WithoutMessage(JsonObject tree)
    {
        tree.Remove("message");
        tree["event"]?.AsObject().Remove("original");
        return tree.ToJsonString();
    }
}
