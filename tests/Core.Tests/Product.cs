// Tests: the product's parser, its output as trees.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Sluice.Core.Tests;

/// <summary>One way to call the parser on a whole input, and strict readers of both encodings.</summary>
internal static class Product
{
    /// <summary>The encodings of a schema's records; bare lines are of <see cref="Emit"/>'s other values.</summary>
    internal static OutputEncoding[] Encodings { get; } = [OutputEncoding.Ndjson, OutputEncoding.MsgPack];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A parser pins memory and a batch holds some: one of each a thread and kind, used again and again, as the product does.
    [ThreadStatic]
    private static Dictionary<ParseOptions, FlowParser>? _parsers;

    [ThreadStatic]
    private static Batch? _batch;

    internal static List<JsonObject> Records(byte[] input, Schema schema, OutputEncoding encoding, string? fields = null)
    {
        var options = new ParseOptions { Schema = schema, Encoding = encoding, Fields = fields };
        using FlowParser? once = fields is null ? null : new FlowParser(options);
        FlowParser parser = once ?? Kept(options);
        Batch batch = _batch ??= new Batch();
        batch.Clear();
        parser.Reset(null);
        Assert.Equal(input.Length, parser.Parse(input, endOfInput: true, batch));
        List<JsonObject> trees = Trees(batch, encoding);
        Assert.Equal(batch.Records, trees.Count);
        Assert.Equal(parser.Counts.Records + parser.Counts.Malformed, trees.Count);
        return trees;
    }

    private static FlowParser Kept(ParseOptions options)
    {
        _parsers ??= [];
        if (!_parsers.TryGetValue(options, out FlowParser? parser))
            _parsers.Add(options, parser = new FlowParser(options));
        return parser;
    }

    /// <summary>Throws where the output is not valid JSON lines in valid UTF-8, or not valid events.</summary>
    internal static List<JsonObject> Trees(Batch batch, OutputEncoding encoding)
    {
        IEnumerable<string> records = encoding == OutputEncoding.Ndjson
            ? Strict.GetString(batch.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : EventDecoder.Decode(batch.Bytes.ToArray()).Select(record => record.Body);
        return [.. records.Select(record => JsonNode.Parse(record)!.AsObject())];
    }
}
