// Tests: what no golden may hold, whatever its theme.
using System.Globalization;
using System.Text.Json;

namespace Sluice.Core.Tests;

public sealed class SnapshotInvariantTests
{
    private static readonly string[] TimeKeys = ["@timestamp", "start", "end"];
    private static readonly string[] IntegerKeys = ["port", "bytes", "packets", "duration", "tcp_flags", "offset", "srcport", "dstport", "protocol"];

    public static TheoryData<string, string> Cases() => SnapshotTests.Cases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Snapshot_EveryValue_KeepsTheRules(string name, string schema)
    {
        string[] records = [.. Snapshot.Of(name).Records(schema)];
        Assert.NotEmpty(records);
        foreach (string record in records)
        {
            using var document = JsonDocument.Parse(record);
            Check(document.RootElement, "", inAws: false);
        }
    }

    private static void Check(JsonElement element, string key, bool inAws)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = element.EnumerateObject().Select(member => member.Name).ToList();
                Assert.NotEmpty(names);
                Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
                foreach (JsonProperty member in element.EnumerateObject())
                    Check(member.Value, member.Name, inAws || member.Name == "vpcflow");
                break;
            case JsonValueKind.Array:
                Assert.NotEqual(0, element.GetArrayLength());
                foreach (JsonElement item in element.EnumerateArray())
                    Check(item, key, inAws);
                break;
            case JsonValueKind.String:
                Assert.NotEqual("-", element.GetString());
                Assert.NotEqual("", element.GetString());
                if (TimeKeys.Contains(key) && !inAws)
                    Assert.True(
                        DateTimeOffset.TryParseExact(element.GetString(), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
                        $"{key}: {element.GetString()}");
                // A keyword in the mapping of aws.vpcflow, an integer in aws.flowlogs.
                if (key != "tcp_flags" || !inAws)
                    Assert.DoesNotContain(key, IntegerKeys);
                break;
            case JsonValueKind.Number:
                Assert.True(element.TryGetInt64(out long value) && value >= 0, $"{key}: {element.GetRawText()}");
                Assert.DoesNotContain(element.GetRawText(), character => character is '.' or 'e' or 'E');
                break;
            default:
                Assert.Fail($"{key} is {element.ValueKind}");
                break;
        }
    }
}
