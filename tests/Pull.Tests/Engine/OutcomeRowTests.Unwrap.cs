// Object: lines that come inside something else, as other tools deliver them to a bucket.
using System.Text;
using System.Text.Json;

namespace Sluice.Pull.Tests;

public sealed partial class OutcomeRowTests
{
    private const string Line = "2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private const string Control = """{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE"}]}""";

    private static readonly string Envelope = $$"""{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"flow","logStream":"eni-all","subscriptionFilters":["f"],"logEvents":[{"id":"0","timestamp":1,"message":{{JsonSerializer.Serialize(Line)}}},{"id":"1","timestamp":1,"message":{{JsonSerializer.Serialize(Line)}}}]}""";

    public static TheoryData<string, int> Wrappings() => new()
    {
        { string.Concat(Enumerable.Repeat($$"""{"message":{{JsonSerializer.Serialize(Line)}}}""" + "\n", 3)), 3 },
        { Control + Envelope + Envelope + Control, 4 },
        { "[" + Envelope + ",\n" + Envelope + "]\n", 4 },
        { JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(Envelope), Indented), 2 },
        { $"2023-11-14T22:14:20.000Z {Line}\n2023-11-14T22:14:21.000Z {Line}\n", 2 },
        { $"timestamp,message\n1700000060000,\"{Line}\"\n1700000061000,\"{Line}\n\"\n", 2 },
        { "6 TransitGateway 111122223333 tgw-0aaa tgw-attach-0aaa 111122223333 444455556666 vpc-0aaa vpc-0bbb subnet-0aaa subnet-0bbb eni-0aaa eni-0bbb use1-az1 use1-az2 tgw-attach-0bbb 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 OK IPv4 1 2 3 4 18 us-east-1 ingress - S3\n", 1 },
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public async Task WrappedLines_AreRead_AndTheMessageIsDeleted(string text, int records)
    {
        foreach (byte[] body in new[] { Encoding.UTF8.GetBytes(text), FlowText.Gzip(text), FlowText.Gzip(FlowText.Gzip(text)) })
        {
            var (queue, bucket) = await OneObject(body);
            await using var run = new EngineRun(Aws.Address, queue);
            await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("records_total", records), new("malformed_total", 0)],
                Said.OfObject(LogLevel.Debug, "An object was read", bucket, Key));
        }
    }
}
