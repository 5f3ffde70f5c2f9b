// Records to any server that takes them by HTTP.
using System.Text.Json.Nodes;
using Sluice.Pull.Tests;

namespace Sluice.Deliver.Tests;

public sealed class WebTests
{
    [Theory]
    [InlineData("ndjson", "off", "application/x-ndjson")]
    [InlineData("array", "on", "application/json")]
    public async Task Http_AnyFormat_EveryRecordArrivesOnceWithTheHeaders(string format, string gzip, string type)
    {
        using var server = new WebServer();
        Source source = await Source.Of(3, 1000);
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "Splunk 0123-token\n");
        Testing.Run run = source.Drain("--to", server.Address + "/services/collector/raw?index=flow", "--schema", "ecs", "--http-format", format, "--gzip", gzip,
            "--http-header", "Authorization: ${file:" + file + "}", "--http-header", "X-Home: ${HOME}/x", "--batch-size", "100k");
        Assert.True(run.ExitCode == 0, run.Error);
        File.Delete(file);
        var records = server.Seen.SelectMany(taken => format == "array"
            ? JsonNode.Parse(taken.Body)!.AsArray().Select(node => node!.ToJsonString())
            : taken.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(3000, records.Count);
        Assert.Equal(3000, records.Select(FlowText.IdOf).Distinct().Count());
        Assert.True(server.Seen.Count > 3, $"{server.Seen.Count} requests");
        Assert.All(server.Seen, taken =>
        {
            Assert.Equal("/services/collector/raw?index=flow", taken.Path);
            Assert.Equal(("Splunk 0123-token", Environment.GetEnvironmentVariable("HOME") + "/x", type), (taken.Headers["Authorization"], taken.Headers["X-Home"], taken.Headers["Content-Type"]));
            Assert.StartsWith("sluice/", taken.Headers["User-Agent"], StringComparison.Ordinal);
        });
        Assert.Contains("http: 3000 events confirmed, 0 refused", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The receiver says that something in a request is not acceptable: what it is gets found, and nothing is there twice.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task Refused_WhatTheReceiverCannotTake_IsSetAsideAlone(int status)
    {
        string[] bad = [$"eni-{0:x8}{5:x8}", $"eni-{1:x8}{900:x8}"];
        using var server = new WebServer(taken => bad.Any(id => taken.Body.Contains(id, StringComparison.Ordinal)) ? (status, "no such interface", null) : (200, "", null));
        Source source = await Source.Of(2, 1000);
        using var file = new RejectsFile();
        Testing.Run run = source.Drain("--to", server.Address, "--emit", "raw", "--output", "lines", "--rejects", file.Path);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(bad, file.Read().Select(entry => "eni-" + FlowText.IdOf((string)entry["event"]!)).Order(StringComparer.Ordinal));
        Assert.All(file.Read(), entry => Assert.Equal(($"{status} no such interface", status, "http"), ((string)entry["answer"]!, (int)entry["status"]!, (string)entry["sink"]!)));
        var taken = server.Seen.Where(request => !bad.Any(id => request.Body.Contains(id, StringComparison.Ordinal))).SelectMany(request => request.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal((1998, 1998), (taken.Count, taken.Distinct().Count()));
        Assert.Equal(0, await source.Left());
    }

    [Theory]
    [InlineData(401, "does not accept the credential in http_header")]
    [InlineData(302, "answers with a redirect (302), which is not followed")]
    [InlineData(404, "does not accept events at /in")]
    [InlineData(405, "does not accept events at /in")]
    public async Task AnswerThatAPersonMustMend_EndsWithEverythingKept(int status, string expected)
    {
        const string Token = "very-secret-token";
        using var server = new WebServer(taken => (status, "you sent " + taken.Headers["Authorization"] + taken.Path, "http://127.0.0.1:1/"));
        Source source = await Source.Of(2, 10);
        Testing.Run run = source.Drain("--to", server.Address + "/in?token=query-secret", "--http-header", "Authorization: Bearer " + Token, "--quiet");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("query-secret", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, await source.Left());
    }

    [Theory]
    [InlineData("--http-header", "no colon", "--http-header: not 'Name: value'")]
    [InlineData("--http-header", "Content-Length: 5", "--http-header: Content-Length is set by the request itself")]
    [InlineData("--http-header", "X: ${SLUICE_NOT_SET_HERE}", "http_header: X: the variable SLUICE_NOT_SET_HERE is not set")]
    [InlineData("--in-flight", "0", "--in-flight: '0' is not a whole number from 1 to 64")]
    [InlineData("--rejects", "/nonexistent/folder/file", "rejects: '/nonexistent/folder/file' cannot be written")]
    [InlineData("--to", "ftp://host/", "--to: neither stdout, sekoia, nor an http or https address")]
    [InlineData("--to", "https://user:pass@host/", "--to: the address holds a user or password")]
    [InlineData("--intake-key-file", "/nonexistent", "intake_key_file: '/nonexistent' cannot be read", "sekoia")]
    [InlineData("--intake-key", "two words", "intake_key: empty, or contains blanks", "sekoia")]
    public async Task WrongSetting_IsOneLineAndExitCode2(string option, string value, string expected, string to = "http://127.0.0.1:1/")
    {
        Source source = await Source.Of(1, 1);
        Testing.Run run = source.Drain(option == "--to" ? [option, value] : ["--to", to, option, value]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_FromConfigFileAndEnvironment_AreRead()
    {
        using var intake = new IntakeDouble();
        Source source = await Source.Of(1, 10);
        string config = Path.GetTempFileName(), key = Path.GetTempFileName();
        File.WriteAllText(key, IntakeDouble.Key + "\n");
        File.WriteAllText(config, $"to = sekoia\nintake-url = {intake.Address}/api/v1/intake-http/\nintake_key_file = {key}\nqueue = {source.Queue}\nendpoint = {Emulator.Shared.Address}\nregion = us-east-1\ndrain = on\n");
        Testing.Run run = Testing.Run.Sluice("pull", "--config", config, "--aws-access-key-id", "test", "--aws-secret-access-key", "test-secret");
        File.Delete(config);
        File.Delete(key);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(10, (await intake.Report()).Understood);
    }

    [Fact]
    public async Task Metrics_BySink_CountWhatWasDelivered()
    {
        using var intake = new IntakeDouble("""{"next":["500"]}""");
        Source source = await Source.Of(1, 100);
        int port = FreePort.Find();
        using var puller = new SluiceProcess(null, source.Pull(intake.To("--metrics", $"{port}", "--wait-time", "1")));
        await Source.Until(async () => await source.Left() == 0, "the queue is empty");
        using var http = new HttpClient();
        string page = await http.GetStringAsync($"http://127.0.0.1:{port}/metrics");
        foreach (string line in (string[])["sluice_sink_events_sent_total{sink=\"sekoia\"} 200", "sluice_sink_events_confirmed_total{sink=\"sekoia\"} 100", "sluice_sink_retries_total{sink=\"sekoia\"} 1",
            "sluice_sink_requests_total{sink=\"sekoia\"} 2", "sluice_sink_events_refused_total{sink=\"sekoia\"} 0", "sluice_sink_in_flight{sink=\"sekoia\"} 0"])
            Assert.Contains(line, page, StringComparison.Ordinal);
        Assert.DoesNotContain(IntakeDouble.Key, page, StringComparison.Ordinal);
        puller.Signal(15);
        Assert.Equal(0, await puller.Ended());
    }

    [Fact]
    public async Task MaxRecords_SendsNoMore_AndKeepsTheMessage()
    {
        using var intake = new IntakeDouble();
        Source source = await Source.Of(1, 100);
        Testing.Run run = source.Drain(intake.To("--max-records", "30"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal((30L, 1), ((await intake.Report()).Events, await source.Left()));
    }
}
