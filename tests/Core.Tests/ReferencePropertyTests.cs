// Tests: the fast parser and the slow reference agree on whatever comes.
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Sluice.Core.Tests.Reference;
using Xunit;

namespace Sluice.Core.Tests;

public sealed class ReferencePropertyTests
{
    // More with CsCheck_Iter; a failure prints the seed that repeats it.
    private static readonly long Samples = Math.Max(700, Check.Iter);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Parse_RandomRecordsWithHeader_AgreesWithTheReference() => Agree(RecordGen.WithHeader);

    [Fact]
    public void Parse_RandomRecordsWithFieldsSetting_AgreesWithTheReference() => Agree(RecordGen.WithSetting);

    [Fact]
    public void Parse_RandomRecordsWithoutColumns_AgreesWithTheReference() => Agree(RecordGen.WithNothing);

    [Fact]
    public void Parse_RandomJsonRecords_AgreesWithTheReference() => Agree(RecordGen.Json);

    private static void Agree(Gen<RandomLog> logs) => logs.Sample(
        log =>
        {
            byte[] input = Encoding.UTF8.GetBytes(log.Text);
            foreach (Schema schema in Enum.GetValues<Schema>())
            {
                string[] expected = [.. new ReferenceParser(schema, log.Fields).Parse(input).Select(Normal)];
                foreach (OutputEncoding encoding in Product.Encodings)
                {
                    string[] actual = [.. Product.Records(input, schema, encoding, log.Fields).Select(Normal)];
                    Assert.Equal(expected.Length, actual.Length);
                    foreach ((string wanted, string found) in expected.Zip(actual))
                        Assert.True(wanted == found, $"{schema} {encoding}\nreference {wanted}\nproduct   {found}");
                }
            }
        },
        iter: Samples,
        print: log => $"fields: {log.Fields}\n{log.Text}");

    // The reason of a malformed line is prose: that there is one is compared, not its words.
    private static string Normal(JsonObject tree)
    {
        if (tree["error"] is JsonObject error)
            error["message"] = error["message"]!.GetValue<string>().Length > 0 ? "a reason" : "";
        if (tree["error_message"] is { } reason)
            tree["error_message"] = reason.GetValue<string>().Length > 0 ? "a reason" : "";
        return tree.ToJsonString(Readable);
    }
}
