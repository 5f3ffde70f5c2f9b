// Tests: the filter in a real Fluent Bit: files under one tag, in a processor, behind another, dropping everything.
using System.Net.Http;
using System.Text.Json.Nodes;

namespace Sluice.E2e.Tests;

public sealed class FilterTests : IDisposable
{
    private const string Usual = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
    private const string Swapped = "version account-id interface-id dstaddr srcaddr srcport dstport protocol packets bytes start end action log-status\n";
    private const int Lines = 200;

    private static readonly int DropSeconds = int.TryParse(Environment.GetEnvironmentVariable("SLUICE_E2E_DROP_SECONDS"), out int seconds) ? seconds : 15;

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-e2e").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [FluentBitFact]
    public void Tail_ATagForEachFile_EveryRecordIsRight()
    {
        Files();
        using var host = Run("tag: vpc.*", "    - {name: sluice, match: '*'}");
        host.Until(() => host.Records.Count >= 3 * Lines);
        AreRight(host);
        Assert.DoesNotContain("come under different headers", host.Log, StringComparison.Ordinal);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public void Tail_PathKeyOfAnyName_EveryRecordIsRight()
    {
        Files();
        using var host = Run("path_key: whence", "    - {name: sluice, match: '*'}");
        host.Until(() => host.Records.Count >= 3 * Lines);
        AreRight(host);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public void Tail_OneTagForAll_IsWarnedOf()
    {
        Files();
        using var host = Run("tag: all", "    - {name: sluice, match: '*'}");
        host.Until(() => host.Records.Count >= 3 * Lines);
        Assert.Contains("the lines of tag 'all' come under different headers", host.Log, StringComparison.Ordinal);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public void Filter_BehindAnother_LeavesItsRecords()
    {
        Files();
        using var host = Run("tag: vpc.*", "    - {name: sluice, match: '*', schema: sekoia}\n    - {name: sluice, match: '*', schema: ecs}");
        host.Until(() => host.Records.Count >= 3 * Lines);
        AreRight(host);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitTheory]
    [InlineData("sekoia")]
    [InlineData("ecs")]
    [InlineData("aws")]
    public void Filter_BehindTheInput_LeavesItsRecords(string schema)
    {
        using var emulator = Emulator.Start();
        string queue = Objects(emulator);
        using var host = Input(emulator, queue, $"schema: {schema}", "    - {name: sluice, match: '*', fields: version account-id interface-id dstaddr srcaddr srcport dstport protocol packets bytes start end action log-status}");
        host.Until(() => host.Records.Count >= 2 * Lines);
        AreRight(host);
        host.Until(() => emulator.Counts("swap") == "0 0");
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Filter_BehindRawLinesOfSeveralOrders_IsRight(bool inProcessor)
    {
        using var emulator = Emulator.Start();
        string queue = Objects(emulator);
        using var host = inProcessor
            ? Input(emulator, queue, "emit: raw\n      processors: {logs: [{name: sluice}]}", "")
            : Input(emulator, queue, "emit: raw", "    - {name: sluice, match: '*'}");
        host.Until(() => host.Records.Count >= 2 * Lines);
        AreRight(host);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public void Input_MetadataOff_PrintsNoInternals()
    {
        using var emulator = Emulator.Start();
        string queue = Objects(emulator);
        using var host = Input(emulator, queue, "metadata: off", "");
        host.Until(() => host.Records.Count >= 2 * Lines);
        Assert.DoesNotContain("aws.s3.bucket", string.Concat(host.Records), StringComparison.Ordinal);
        Assert.Single(host.Log.Split('\n'), line => line.Contains("storage.type is memory: messages stay in flight until the outputs have taken their records", StringComparison.Ordinal));
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filter_Counters_StandInTheHostsMetrics(bool inProcessor)
    {
        Files();
        int port = FreePort.Find();
        string service = $"  http_server: on\n  http_listen: 127.0.0.1\n  http_port: {port}\n";
        using var host = inProcessor
            ? Run("tag: vpc.*\n      processors: {logs: [{name: sluice}]}", "", service)
            : Run("tag: vpc.*", "    - {name: sluice, match: '*'}", service);
        host.Until(() => host.Records.Count >= 3 * Lines);
        string name = inProcessor ? "tail.0/sluice.0" : "sluice.0";
        string[] expected = [$"sluice_filter_records_total{{name=\"{name}\"}} {3 * Lines}", $"sluice_filter_header_lines_total{{name=\"{name}\"}} 2"];
        using var client = new HttpClient();
        string metrics = "";
        for (int i = 0; i < 50 && !expected.All(line => metrics.Contains(line, StringComparison.Ordinal)); i++)
        {
            await Task.Delay(200);
            metrics = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/api/v2/metrics/prometheus"));
        }

        Assert.All(expected, line => Assert.Single(metrics.Split('\n'), found => found.StartsWith(line, StringComparison.Ordinal)));
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Filter_ThatDropsEverything_DoesNotGrow(bool inProcessor)
    {
        string filter = "{name: sluice, on_malformed: drop, match: '*'}", processor = "{name: sluice, on_malformed: drop}";
        string config = Path.Combine(_folder, "drop.yaml");
        File.WriteAllText(config, $$"""
            service:
              flush: 1
              log_level: error
            pipeline:
              inputs:
                - name: dummy
                  dummy: '{"log":"{{new string('x', 2000)}}"}'
                  rate: 2000
                  copies: 5
                  {{(inProcessor ? "processors: {logs: [" + processor + "]}" : "")}}
            {{(inProcessor ? "" : Filters("    - " + filter))}}
              outputs:
                - name: stdout
                  match: '*'
            """);
        using var host = FluentBit.Start(config);
        Thread.Sleep(5000);
        Assert.False(host.HasExited, host.Log);
        long before = host.Resident;
        Thread.Sleep(DropSeconds * 1000);
        Assert.InRange(host.Resident - before, long.MinValue, 8 * 1024);
        Assert.Empty(host.Records);
    }

    [FluentBitTheory]
    [InlineData("log_key: log", "unknown setting 'log_key'; did you mean 'Key_Name'?")]
    [InlineData("matchx: '*'", "unknown setting 'matchx'")]
    [InlineData("fields: ${version} ${account-id} ${srcaddr}", "Fields: the value is empty. Fluent Bit reads ${srcaddr}")]
    [InlineData("schema: ${SLUICE_NO_SUCH}", "Schema: the value is empty")]
    public void Filter_WrongSetting_EndsTheStartWithOneLine(string setting, string expected)
    {
        using var host = Run("tag: t", $"    - name: sluice\n      match: '*'\n      {setting}");
        Assert.True(SpinWait.SpinUntil(() => host.HasExited, 20_000), host.Log);
        Assert.NotEqual(0, host.ExitCode);
        Assert.Single(host.Log.Split('\n'), line => line.Contains("[filter:sluice:sluice.0] ", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal));
    }

    private static string Filters(string filters) => filters.Length == 0 ? "" : "  filters:\n" + filters;

    private void Files()
    {
        string lines = string.Concat(Enumerable.Range(0, Lines).Select(i => Line(i, swapped: false)));
        File.WriteAllText(Path.Combine(_folder, "usual.log"), Usual + lines);
        File.WriteAllText(Path.Combine(_folder, "swapped.log"), Swapped + string.Concat(Enumerable.Range(Lines, Lines).Select(i => Line(i, swapped: true))));
        File.WriteAllText(Path.Combine(_folder, "plain.log"), string.Concat(Enumerable.Range(2 * Lines, Lines).Select(i => Line(i, swapped: false))));
    }

    private string Objects(Emulator emulator)
    {
        Files();
        emulator.FillFile("swap", Path.Combine(_folder, "usual.log"));
        return emulator.FillFile("swap", Path.Combine(_folder, "swapped.log"));
    }

    // Whatever the order, 10.0.0.1 is the source.
    private static string Line(int i, bool swapped) =>
        $"2 123456789010 eni-{i:x17} {(swapped ? "10.0.0.2 10.0.0.1" : "10.0.0.1 10.0.0.2")} 1024 443 6 1 40 1793491200 1793491260 ACCEPT OK\n";

    private static void AreRight(FluentBit host) => Assert.All(host.Records, line =>
    {
        var record = JsonNode.Parse(line)!;
        Assert.Equal("10.0.0.1", (record["source"]?["ip"] ?? record["srcaddr"])?.GetValue<string>());
    });

    private FluentBit Run(string tail, string filters, string service = "")
    {
        string config = Path.Combine(_folder, "tail.yaml");
        File.WriteAllText(config, $"""
            service:
              flush: 1
            {service}
            pipeline:
              inputs:
                - name: tail
                  path: {_folder}/*.log
                  read_from_head: on
                  {tail}
            {Filters(filters)}
              outputs:
                - name: stdout
                  match: '*'
                  format: json_lines
            """);
        return FluentBit.Start(config);
    }

    private FluentBit Input(Emulator emulator, string queue, string setting, string filters)
    {
        string config = Path.Combine(_folder, "input.yaml");
        File.WriteAllText(config, $"""
            service:
              flush: 1
            pipeline:
              inputs:
                - name: sluice
                  queue: {queue}
                  endpoint: {emulator.Address}
                  region: eu-west-3
                  aws_access_key_id: test
                  aws_secret_access_key: test
                  wait_time: 1
                  {setting}
            {Filters(filters)}
              outputs:
                - name: stdout
                  match: '*'
                  format: json_lines
            """);
        return FluentBit.Start(config);
    }
}
