// Tests: the configurations of deploy/fluent-bit, as they stand.
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.E2e.Tests;

public sealed class ConfigTests
{
    private static readonly string Documented = Snapshot.Of("documented").Input;

    [FluentBitTheory]
    [InlineData("input.conf")]
    [InlineData("input.yaml")]
    public void Input_FiveLines_PrintsTheDocumentedRecords(string config)
    {
        using var emulator = Emulator.Start();
        string queue = emulator.FillFile("documented", Documented);
        using var host = FluentBit.Start(Config(config), [("SLUICE_QUEUE", queue), ("AWS_ENDPOINT_URL", emulator.Address), .. Keys]);
        host.Until(() => host.Records.Count >= 7);
        AreDocumented(host.Records, "sekoia");
        host.Until(() => emulator.Counts("documented") == "0 0");
        Assert.DoesNotContain("storage.type is memory", host.Log, StringComparison.Ordinal);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitTheory]
    [InlineData("filter-tail.conf", "sekoia")]
    [InlineData("filter-tail.yaml", "sekoia")]
    [InlineData("processor.yaml", "ecs")]
    public void Filter_OnTail_PrintsTheDocumentedRecords(string config, string schema)
    {
        using var host = FluentBit.Start(Config(config), ("SLUICE_LOGS", Documented));
        host.Until(() => host.Records.Count >= 7);
        AreDocumented(host.Records, schema);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public void Filter_OnForward_PrintsTheDocumentedRecords()
    {
        int port = FreePort.Find();
        using var host = FluentBit.Start(Config("filter-forward.conf"), ("SLUICE_PORT", $"{port}"));
        using var sender = FluentBit.StartBare(["-i", "tail", "-p", "path=" + Documented, "-p", "read_from_head=on", "-o", "forward://127.0.0.1:" + port, "-f", "1"]);
        host.Until(() => host.Records.Count >= 7);
        AreDocumented(host.Records, "sekoia");
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public async Task Filter_OnHttp_PrintsTheDocumentedRecords()
    {
        int port = FreePort.Find();
        using var host = FluentBit.Start(Config("filter-http.yaml"), ("SLUICE_PORT", $"{port}"));
        host.Until(() => host.Log.Contains("[sp] stream processor started", StringComparison.Ordinal));
        using var client = new HttpClient();
        var records = new JsonArray([.. (await File.ReadAllLinesAsync(Documented)).Select(line => (JsonNode)new JsonObject { ["log"] = line.StartsWith('{') ? line + "\n" : line })]);
        // Hosts before 5 refuse a content type with a character set.
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(records.ToJsonString())) { Headers = { { "Content-Type", "application/json" } } };
        using var answer = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/flow"), content);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        host.Until(() => host.Records.Count >= 7);
        AreDocumented(host.Records, "sekoia");
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitTheory]
    [InlineData("queue", "", "queue")]
    [InlineData("scheme", "ecs", "unknown setting 'scheme'")]
    [InlineData("schema", "elastic", "unknown schema 'elastic'")]
    public void Input_WrongSetting_EndsTheStartOrStaysIdle(string name, string value, string expected)
    {
        string[] setting = value.Length == 0 ? [] : ["-p", $"{name}={value}", "-p", "queue=http://127.0.0.1:9/1/q", "-p", "region=eu-west-3"];
        using var host = FluentBit.StartBare(["-e", Repo.PathOf("dist", "sluice.so"), "-i", "sluice", .. setting, "-o", "null"]);
        if (!FluentBit.ManyInputs)
        {
            // The failed start of an older host ends in an abort: there the input stays, and the stop is in order.
            host.Until(() => host.Log.Contains("this input reads nothing until that is fixed", StringComparison.Ordinal));
            Assert.True(host.Stop(), host.Log);
        }
        else
        {
            Assert.True(SpinWait.SpinUntil(() => host.HasExited, 20_000), host.Log);
            Assert.NotEqual(0, host.ExitCode);
        }

        Assert.Single(host.Log.Split('\n'), line => line.Contains("[input:sluice:sluice.0] ", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal));
    }

    private static (string, string)[] Keys { get; } =
        [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "eu-west-3")];

    private static string Config(string name) => Repo.PathOf("deploy", "fluent-bit", name);

    // The stdout output puts the event's time first; tail leaves a JSON line's feed out.
    private static void AreDocumented(List<string> records, string schema)
    {
        Assert.Equal(Snapshot.Of("documented").Records(schema).Select(Plain).Order(StringComparer.Ordinal),
            records.Select(Plain).Order(StringComparer.Ordinal));
    }

    private static string Plain(string json)
    {
        var record = JsonNode.Parse(json)!.AsObject();
        record.Remove("date");
        // Where an event has metadata, JSON outputs of 5.x show it beside the record.
        record.Remove("__internal__");
        return record.ToJsonString().Replace("}\\n\"", "}\"", StringComparison.Ordinal);
    }
}
