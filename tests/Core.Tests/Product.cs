// Tests: the product's parser, its output as trees.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Testing;
using Xunit;

namespace Sluice.Core.Tests;

/// <summary>One way to call the parser on a whole input, and strict readers of both encodings.</summary>
internal static class Product
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static List<JsonObject> Records(byte[] input, Schema schema, OutputEncoding encoding, string? fields = null)
    {
        using var parser = new FlowParser(new ParseOptions { Schema = schema, Encoding = encoding, Fields = fields });
        using var batch = new Batch();
        Assert.Equal(input.Length, parser.Parse(input, endOfInput: true, batch));
        List<JsonObject> trees = Trees(batch, encoding);
        Assert.Equal(batch.Records, trees.Count);
        Assert.Equal(parser.Counts.Records + parser.Counts.Malformed, trees.Count);
        return trees;
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
