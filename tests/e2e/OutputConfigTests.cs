// Tests: the configurations of deploy/fluent-bit/outputs, as they stand, to a server that answers as their receivers do.
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.E2e.Tests;

public sealed class OutputConfigTests
{
    private const int Records = 7;

    private static readonly string Documented = Snapshot.Of("documented").Input;

    [FluentBitTheory]
    [InlineData("elasticsearch.conf")]
    [InlineData("elasticsearch.yaml")]
    [InlineData("opensearch.conf")]
    [InlineData("opensearch.yaml")]
    [InlineData("ecs")]
    public void Elasticsearch_Documents_HaveOneTimeAndAnIdOfTheirContent(string config)
    {
        string[] first = [.. Sent(config).SelectMany(request => request.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(2 * Records, first.Length);
        HashSet<string> ids = [];
        for (int i = 0; i < first.Length; i += 2)
        {
            var action = JsonNode.Parse(first[i])!["create"]!;
            Assert.True(ids.Add((string)action["_id"]!));
            string document = first[i + 1];
            Assert.Single(Regex.Matches(document, "\"@timestamp\":"));
            DateTimeOffset time = JsonNode.Parse(document)!["@timestamp"]!.GetValue<DateTimeOffset>(), end = JsonNode.Parse(document)!["event"]!["end"]!.GetValue<DateTimeOffset>();
            Assert.Equal(end, time);
            Assert.Equal(config.StartsWith("open", StringComparison.Ordinal) ? $"vpcflow-{time:yyyy.MM.dd}" : "logs-aws.vpcflow-default", (string?)action["_index"]);
        }
    }

    [FluentBitTheory]
    [InlineData("loki.conf")]
    [InlineData("loki.yaml")]
    public void Loki_Streams_HaveLabelsOfFewValuesAndTheRecordsTime(string config)
    {
        var requests = Sent(config);
        Assert.All(requests, request => Assert.Equal(("/loki/api/v1/push", "tenant"), (request.Path, request.Headers["X-Scope-OrgID"])));
        var streams = requests.SelectMany(request => JsonNode.Parse(request.Body)!["streams"]!.AsArray()).ToList();
        Assert.All(streams, one => Assert.Subset(new HashSet<string> { "job", "account", "action" }, one!["stream"]!.AsObject().Select(pair => pair.Key).ToHashSet()));
        var lines = streams.SelectMany(one => one!["values"]!.AsArray()).ToList();
        Assert.Equal(Records, lines.Count);
        Assert.All(lines, one => Assert.Equal(JsonNode.Parse((string)one![1]!)!["@timestamp"]!.GetValue<DateTimeOffset>().ToUnixTimeSeconds() + "000000000", (string)one[0]!));
    }

    [FluentBitTheory]
    [InlineData("splunk.conf")]
    [InlineData("splunk.yaml")]
    public void Splunk_Events_HaveTheRecordsTime(string config)
    {
        var requests = Sent(config);
        Assert.All(requests, request => Assert.Equal(("/services/collector/event", "Splunk token"), (request.Path, request.Headers["Authorization"])));
        // The collector takes objects that follow each other without anything between.
        string text = string.Concat(requests.Select(request => request.Text));
        Assert.Equal(Records, Regex.Count(text, "\"sourcetype\":\"_json\""));
        var first = JsonNode.Parse(text[..(text.IndexOf("}{", StringComparison.Ordinal) is var end and > 0 ? end + 1 : text.Length)])!;
        Assert.Equal(first["event"]!["@timestamp"]!.GetValue<DateTimeOffset>().ToUnixTimeSeconds(), (long)first["time"]!.GetValue<double>());
    }

    [FluentBitTheory]
    [InlineData("opentelemetry.conf")]
    [InlineData("opentelemetry.yaml")]
    public void OpenTelemetry_LogRecords_HoldLineAndFields(string config)
    {
        // Fluent Bit 2 cannot say what is the body, as the file's head tells.
        if (Run.Program(FluentBit.Program!, default, "--version").Lines[0].Contains(" v2.", StringComparison.Ordinal))
            return;
        var requests = Sent(config, expected: request => Regex.Count(request.Text, "iana_number"));
        string text = string.Concat(requests.Select(request => request.Text));
        Assert.All(requests, request => Assert.Equal("/v1/logs", request.Path));
        // Lines as they were, and what was made of them beside it.
        Assert.Contains("424805057484 eni-0f06a40fc9be596f6 212.83.179.156 10.0.0.96 123 123 17 2 152", text, StringComparison.Ordinal);
        Assert.Contains("community_id", text, StringComparison.Ordinal);
    }

    [FluentBitTheory]
    [InlineData("s3.conf")]
    [InlineData("s3.yaml")]
    [InlineData("kafka.conf")]
    [InlineData("kafka.yaml")]
    public void Configuration_WithoutAReceiverHere_IsTaken(string config)
    {
        using var host = FluentBit.StartBare(["-e", Repo.PathOf("dist", "sluice.so"), "--dry-run", "-c", Repo.PathOf("deploy", "fluent-bit", "outputs", config)],
            ("SLUICE_QUEUE", "q"), ("SLUICE_STATE", "/nowhere"), ("S3_BUCKET", "b"), ("AWS_REGION", "eu-west-3"), ("KAFKA_BROKERS", "127.0.0.1:9"), ("KAFKA_TOPIC", "t"));
        Assert.True(SpinWait.SpinUntil(() => host.HasExited, 20_000), host.Log);
        // Its last lines come a little after its end.
        SpinWait.SpinUntil(() => host.Log.Contains("configuration test is successful", StringComparison.Ordinal) || host.Log.Contains("errors, aborting", StringComparison.Ordinal), 5000);
        // A Fluent Bit may be built without Kafka. (Its word counts and not its exit code: 2.2 crashes when
        // it takes down a threaded input that was never started, whichever it is.)
        if (!host.Log.Contains("section 'kafka' tried to instance a plugin name", StringComparison.Ordinal))
            Assert.True(host.Log.Contains("configuration test is successful", StringComparison.Ordinal), host.Log);
    }

    /// <summary>The command line of the ECS task, with this machine's folders.</summary>
    private static string[] EcsTask(string state)
    {
        var task = JsonNode.Parse(File.ReadAllText(Repo.PathOf("deploy", "ecs", "task-definition.json")))!;
        return [.. task["containerDefinitions"]!.AsArray().Single(one => (string?)one!["name"] == "fluent-bit")!["command"]!.AsArray()
            .Select(word => ((string)word!).Replace("/plugins", Repo.PathOf("dist"), StringComparison.Ordinal).Replace("/state", state, StringComparison.Ordinal))];
    }

    /// <summary>Runs a configuration until all records have come and the message is deleted; returns the requests.</summary>
    private static List<Captured> Sent(string config, Func<Captured, int>? expected = null)
    {
        using var emulator = Emulator.Start();
        using var server = new CaptureServer();
        string state = Directory.CreateTempSubdirectory("sluice-output").FullName, queue = emulator.FillFile("documented", Documented);
        var environment = new List<(string, string)>
        {
            ("SLUICE_QUEUE", queue), ("SLUICE_STATE", state), ("AWS_ENDPOINT_URL", emulator.Address), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "eu-west-3"),
            ("ES_USER", "user"), ("ES_PASSWORD", "password"), ("LOKI_TENANT", "tenant"), ("SPLUNK_TOKEN", "token"),
        };
        foreach (string receiver in (string[])["ES", "LOKI", "SPLUNK", "OTLP"])
            environment.AddRange([($"{receiver}_HOST", "127.0.0.1"), ($"{receiver}_PORT", $"{server.Port}"), ($"{receiver}_TLS", "Off")]);
        using var host = config == "ecs" ? FluentBit.StartBare(EcsTask(state), [.. environment]) : FluentBit.Start(Repo.PathOf("deploy", "fluent-bit", "outputs", config), [.. environment]);
        // Each record of the documented samples has its line or its interface in it once, NODATA too.
        expected ??= request => Regex.Count(request.Text, "eni-[0-9a-f]+(?=[ \"\\\\])") > 0 ? Count(request) : 0;
        host.Until(() => server.Requests.Sum(expected) >= (config.StartsWith("opentel", StringComparison.Ordinal) ? Records - 1 : Records));
        host.Until(() => emulator.Counts("documented") == "0 0");
        Assert.True(host.Stop(), host.Log);
        Directory.Delete(state, recursive: true);
        // What the JSON outputs of Fluent Bit 4 and 5 make of an event's metadata.
        Assert.All(server.Requests, request => Assert.DoesNotContain("__internal__", request.Text, StringComparison.Ordinal));
        return [.. server.Requests];
    }

    private static int Count(Captured request) => request.Path switch
    {
        "/_bulk" => Regex.Count(request.Text, "\"create\":"),
        "/loki/api/v1/push" => JsonNode.Parse(request.Body)!["streams"]!.AsArray().Sum(one => one!["values"]!.AsArray().Count),
        _ => Regex.Count(request.Text, "\"sourcetype\":"),
    };
}
