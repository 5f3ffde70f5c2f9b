// The documented messages, in every form in which they come, from the queue to the intake: understood there with every
// field of the document's table.
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Pull.Tests;

namespace Sluice.Deliver.Tests;

public sealed class DocumentedTests
{
    private static readonly string[] Names = FlowText.Header.TrimEnd().Split(' ');

    /// <summary>The document's table of extracted fields.</summary>
    private static readonly HashSet<string> Table =
    [
        "@timestamp", "action.name", "action.outcome", "action.target", "action.type", "cloud.account.id", "cloud.provider", "cloud.service.name",
        "destination.ip", "destination.port", "event.action", "event.category", "event.end", "event.start", "network.iana_number",
        "observer.ingress.interface.name", "source.bytes", "source.ip", "source.packets", "source.port", "user.id",
    ];

    public static TheoryData<string> Forms() => ["text", "header", "custom order", "json", "camel case json", "cloudwatch", "parquet", "parquet custom order", "gzip"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Documented_InAnyForm_IsUnderstoodWithEveryField(string form)
    {
        using var intake = new IntakeDouble();
        Source source = await Source.Of(await Body(form));
        Testing.Run run = source.Drain(intake.To());
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Output);
        Assert.Contains("sekoia: 7 events confirmed, 0 refused", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await source.Left());
        await AssertUnderstood(intake);
    }

    /// <summary>As objects to <c>/jsons</c>, where the schema is chosen so.</summary>
    [Fact]
    public async Task Documented_InSchemaAws_IsUnderstoodWithEveryField()
    {
        using var intake = new IntakeDouble();
        Source source = await Source.Of(await Body("text"));
        Testing.Run run = source.Drain(intake.To("--schema", "aws", "--gzip", "off"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0, (await intake.Report()).Gzip);
        await AssertUnderstood(intake);
    }

    [Theory]
    [InlineData("--emit", "ecs", "emit: the intake parses records itself, and finds no fields in those of schema sekoia")]
    [InlineData("--output", "msgpack", "output: msgpack is for standard output")]
    public async Task Sekoia_WhatItCouldNotUse_IsRefusedAtTheStart(string option, string value, string expected)
    {
        using var intake = new IntakeDouble();
        Source source = await Source.Of(1, 1);
        Testing.Run run = source.Drain(intake.To(option, value));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), (await source.Left(), (await intake.Report()).Requests));
    }

    private static async Task AssertUnderstood(IntakeDouble intake)
    {
        List<JsonObject> messages = await intake.Messages();
        Assert.All(messages, message => Assert.True((bool)message["understood"]! && (int)message["count"]! == 1, message.ToJsonString()));
        var expected = Snapshot.Of("documented").Records("sekoia").Select(record => Canonical(Flat(JsonNode.Parse(record)!.AsObject(), "")));
        var found = messages.Select(message => Canonical(Flat(message["fields"]!.AsObject(), "")));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(Table.Order(), messages.SelectMany(message => Flat(message["fields"]!.AsObject(), "")).Select(field => field.Name).Distinct().Order());
    }

    private static async Task<byte[]> Body(string form)
    {
        string raw = File.ReadAllText(Snapshot.Of("documented").Input);
        List<string[]> rows = [.. raw.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Row)];
        string[] turned = [.. Names.Reverse()];
        List<string[]> turnedRows = [.. rows.Select(row => row.Reverse().ToArray())];
        return form switch
        {
            "text" => Bytes(raw),
            "gzip" => FlowText.Gzip(raw),
            "header" => Bytes(FlowText.Header + Lines(rows)),
            "custom order" => Bytes(string.Join(' ', turned) + "\n" + Lines(turnedRows)),
            "json" => Bytes(string.Join('\n', rows.Select(row => Json(row, name => name.Replace('-', '_')).ToJsonString()))),
            "camel case json" => Bytes(string.Join('\n', rows.Select(row => Json(row, Camel).ToJsonString()))),
            "cloudwatch" => Bytes(new JsonObject { ["messageType"] = "DATA_MESSAGE", ["logEvents"] = new JsonArray([.. raw.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new JsonObject { ["message"] = line })]) }.ToJsonString()),
            "parquet" => await ParquetFile.Of([.. Names.Select(name => name.Replace('-', '_'))], rows),
            "parquet custom order" => await ParquetFile.Of([.. turned.Select(name => name.Replace('-', '_'))], turnedRows),
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };
    }

    /// <summary>The columns of version 2 of a documented message, be it text or JSON.</summary>
    private static string[] Row(string line)
    {
        if (line[0] != '{')
            return line.Split(' ')[..Names.Length];
        var tree = JsonNode.Parse(line)!.AsObject();
        return [.. Names.Select(name => tree[name.Replace('-', '_')]!.ToString())];
    }

    private static JsonObject Json(string[] row, Func<string, string> spell) => new(Names.Zip(row, (name, value) =>
        KeyValuePair.Create(spell(name), (JsonNode?)(value == "-" ? null : name is not "account-id" && long.TryParse(value, out long number) ? JsonValue.Create(number) : JsonValue.Create(value)))));

    private static string Camel(string name) => string.Concat(name.Split('-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Lines(IEnumerable<string[]> rows) => string.Concat(rows.Select(row => string.Join(' ', row) + "\n"));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Canonical(IEnumerable<(string Name, string Value)> fields) =>
        string.Join(' ', fields.Where(field => Table.Contains(field.Name)).Select(field => $"{field.Name}={field.Value}").Order(StringComparer.Ordinal));

    private static IEnumerable<(string Name, string Value)> Flat(JsonObject tree, string prefix) => tree.SelectMany(pair => pair.Value is JsonObject inner
        ? Flat(inner, prefix + pair.Key + ".")
        : [(prefix + pair.Key, pair.Value!.ToJsonString())]);
}
