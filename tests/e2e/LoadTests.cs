// Tests: many records through a real Fluent Bit: exactly once, under pressure, through kills and reloads.
using System.Net.Http;
using System.Text;

namespace Sluice.E2e.Tests;

public sealed class LoadTests : IDisposable
{
    // A soak sets these to 1000000 and 10.
    private static readonly int Records = Setting("SLUICE_E2E_RECORDS", 200_000);
    private static readonly int Kills = Setting("SLUICE_E2E_KILLS", 4);
    private const int Objects = 200;

    private readonly Emulator _emulator = Emulator.Start();
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-e2e").FullName;

    public void Dispose()
    {
        _emulator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [FluentBitFact]
    public void Input_StalledOutputAndMemoryLimit_EveryRecordExactlyOnce()
    {
        string queue = _emulator.Fill("flow", Objects, Records / Objects);
        using var sink = new RecordSink(Records, stallSeconds: 10);
        using var host = FluentBit.Start(Config("stall", sink, [queue], "mem_buf_limit: 50M"));
        host.Until(() => sink.Distinct == Records, 240);
        host.Until(() => _emulator.Counts("flow") == "0 0");
        Assert.True(host.Stop(), host.Log);
        Assert.Equal(Records, sink.Total);
    }

    [FluentBitFact]
    public void Input_KilledAtRandomMomentsWithFilesystemStorage_LosesNothing()
    {
        string queue = _emulator.Fill("flow", Objects, Records / Objects);
        using var sink = new RecordSink(Records);
        string config = Config("kill", sink, [queue], "storage.type: filesystem", "visibility_timeout: 10", "batch_size: 256k");
        var random = new Random(4711);
        for (int i = 0; i < Kills; i++)
        {
            using var victim = FluentBit.Start(config);
            Thread.Sleep(random.Next(300, 3000));
            victim.Kill();
        }

        using var host = FluentBit.Start(config);
        host.Until(() => sink.Distinct == Records && _emulator.Counts("flow") == "0 0", 240);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public void Input_TwentyReloadsUnderLoad_LosesNothing()
    {
        string queue = _emulator.Fill("flow", Objects, Records / Objects);
        using var sink = new RecordSink(Records);
        using var host = FluentBit.Start(Config("reload", sink, [queue], "visibility_timeout: 10"));
        host.Until(() => sink.Total > 0);
        for (int i = 1; i <= 20; i++)
        {
            host.Reload(i);
            Thread.Sleep(300);
        }

        host.Until(() => sink.Distinct == Records && _emulator.Counts("flow") == "0 0", 240);
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public async Task Inputs_TwoQueuesTwoSchemas_AndTheirCounters()
    {
        string a = _emulator.Fill("a", 4, 1000);
        string b = _emulator.Fill("b", 4, 1000, first: 4000);
        using var sink = new RecordSink(8000);
        int port = FreePort.Find();
        using var host = FluentBit.Start(Config("two", sink, [a, b], $"http_port={port}"));
        if (!FluentBit.ManyInputs)
        {
            // A host before 4.1 runs the first and says what is with the second.
            host.Until(() => sink.Distinct == 4000 && _emulator.Counts("a") == "0 0");
            Assert.Contains("can run one sluice input only", host.Log, StringComparison.Ordinal);
            Assert.True(host.Stop(), host.Log);
            return;
        }

        using var client = new HttpClient();
        string[] expected =
        [
            "sluice_input_records_total{name=\"sluice.0\"} 4000", "sluice_input_records_total{name=\"sluice.1\"} 4000",
            "sluice_input_messages_deleted_total{name=\"sluice.0\"} 4", "sluice_input_messages_deleted_total{name=\"sluice.1\"} 4",
        ];
        string metrics = "";
        for (int i = 0; i < 100 && !expected.All(line => metrics.Contains(line, StringComparison.Ordinal)); i++)
        {
            await Task.Delay(200);
            metrics = await Metrics(client, port);
        }

        Assert.All(expected, line => Assert.Contains(line, metrics, StringComparison.Ordinal));
        Assert.True(host.Stop(), host.Log);
    }

    [FluentBitFact]
    public void Daemon_WithClosedStreams_PullsAndEnds()
    {
        string queue = _emulator.Fill("flow", 4, 1000);
        using var sink = new RecordSink(4000);
        string log = Path.Combine(_folder, "daemon.log");
        string config = Config("daemon", sink, [queue], "log_file=" + log);
        using var parent = FluentBit.StartBare(["-e", Testing.Repo.PathOf("dist", "sluice.so"), "-d", "-c", config]);
        Assert.True(SpinWait.SpinUntil(() => parent.HasExited, 10_000));
        Assert.True(SpinWait.SpinUntil(() => sink.Distinct == 4000, 30_000), File.ReadAllText(log));
        int daemon = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .First(name => Cmdline(name!).Contains(config, StringComparison.Ordinal)) is { } pid ? int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture) : 0;
        Testing.Run.Program("kill", ReadOnlyMemory<byte>.Empty, "-TERM", $"{daemon}");
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{daemon}") || Cmdline($"{daemon}").Length == 0, 20_000));
        Assert.Contains("service has stopped", File.ReadAllText(log), StringComparison.Ordinal);
    }

    [FluentBitFact]
    public void Memory_LoadedAndIdle_AtMost25MegabytesMore()
    {
        using var sink = new RecordSink(1);
        string queue = _emulator.Fill("idle", 0, 0);
        using var bare = FluentBit.StartBare(["-i", "dummy", "-p", "rate=1", "-o", "null"]);
        using var host = FluentBit.Start(Config("idle", sink, [queue]));
        Thread.Sleep(8000);
        Assert.InRange(host.Resident - bare.Resident, 0, 25 * 1024);
    }

    [FluentBitFact]
    public async Task Memory_UnderLoad_AtMostTheBudgetAnd64MegabytesMore()
    {
        string queue = _emulator.Fill("flow", Objects, Records / Objects);
        int port = FreePort.Find();
        using var bare = FluentBit.StartBare(["-i", "dummy", "-p", "rate=1", "-o", "null"]);
        using var host = FluentBit.Start(Config("load", null, [queue], "mem_buf_limit: 50M", $"http_port={port}"));
        using var client = new HttpClient();
        string done = $"fluentbit_output_proc_records_total{{name=\"null.0\"}} {Records}\n";
        for (int i = 0; i < 1200; i++)
        {
            await Task.Delay(100);
            if (host.Log.Contains("started", StringComparison.Ordinal) && (await Metrics(client, port)).Contains(done, StringComparison.Ordinal))
                break;
        }

        Assert.Contains(done, await Metrics(client, port), StringComparison.Ordinal);
        Assert.InRange(host.Peak - bare.Peak, 0, (64 + 64) * 1024);
        Assert.True(host.Stop(), host.Log);
    }

    /// <summary>The host beside itself: the same records from a file, to the same output, which stalls.</summary>
    [FluentBitFact]
    public void Memory_StalledOutput_AtMostTheBudgetAnd64MegabytesMoreThanWithoutThePlugin()
    {
        string queue = _emulator.Fill("flow", Objects, Records / Objects);
        using var sink = new RecordSink(Records, stallSeconds: 10);
        using var bareSink = new RecordSink(Records, stallSeconds: 10);
        using var host = FluentBit.Start(Config("stalled", sink, [queue], "mem_buf_limit: 50M"));
        using var bare = FluentBit.StartBare(["-c", TailConfig(bareSink)]);
        Assert.True(SpinWait.SpinUntil(() => sink.Distinct == Records && bareSink.Distinct == Records, 300_000), $"{host.Log}\n{bare.Log}");
        Assert.InRange(host.Peak - bare.Peak, 0, (64 + 64) * 1024);
        Assert.True(host.Stop(), host.Log);
    }

    private static async Task<string> Metrics(HttpClient client, int port)
    {
        try
        {
            return await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/api/v2/metrics/prometheus"));
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    private static string Cmdline(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private string Config(string name, RecordSink? sink, string[] queues, params string[] extra)
    {
        string Service(string key, string line) =>
            string.Concat(extra.Where(e => e.StartsWith(key + "=", StringComparison.Ordinal)).Select(e => $"  {line.Replace("$", e[(key.Length + 1)..], StringComparison.Ordinal)}\n"));
        var inputs = queues.Select((queue, i) => $"""
                - name: sluice
                  tag: flow{i}
                  queue: {queue}
                  endpoint: {_emulator.Address}
                  region: eu-west-3
                  aws_access_key_id: test
                  aws_secret_access_key: test
                  wait_time: 1
                  schema: {(i == 0 ? "sekoia" : "ecs")}
            {string.Concat(extra.Where(e => !e.Contains('=', StringComparison.Ordinal)).Select(e => $"      {e}\n"))}
            """);
        string output = sink is null
            ? "    - name: null\n      match: '*'"
            : $"    - name: http\n      match: '*'\n      host: 127.0.0.1\n      port: {sink.Port}\n      format: json_lines\n      retry_limit: no_limits";
        string path = Path.Combine(_folder, name + ".yaml");
        File.WriteAllText(path, $"""
            service:
              flush: 1
              storage.path: {Path.Combine(_folder, name + "-storage")}
            {Service("http_port", "http_server: on")}{Service("http_port", "http_listen: 127.0.0.1")}{Service("http_port", "http_port: $")}{Service("log_file", "log_file: $")}
            pipeline:
              inputs:
            {string.Concat(inputs)}
              outputs:
            {output}
            """);
        return path;
    }

    /// <summary>The records of all objects, from a file, with nothing of the plugin.</summary>
    private string TailConfig(RecordSink sink)
    {
        string file = Path.Combine(_folder, "records.ndjson"), path = Path.Combine(_folder, "tail.yaml");
        const int Piece = 50_000;
        using (var records = new FileStream(file, FileMode.CreateNew))
        {
            for (int first = 0; first < Records; first += Piece)
            {
                var lines = Enumerable.Range(first, Math.Min(Piece, Records - first)).Select(i =>
                    $"2 123456789010 eni-{i:x17} 10.0.0.{i % 250} 172.31.9.{i % 250} {1024 + (i % 60_000)} 443 6 {1 + (i % 40)} {40 + (i % 65_000)} 1793491200 1793491260 ACCEPT OK\n");
                records.Write(Testing.Run.Sluice(Encoding.UTF8.GetBytes(string.Concat(lines)), "parse", "-q").Output);
            }
        }

        File.WriteAllText(path, $"""
            service:
              flush: 1
            parsers:
              - name: records
                format: json
            pipeline:
              inputs:
                - name: tail
                  path: {file}
                  read_from_head: on
                  parser: records
                  mem_buf_limit: 50M
              outputs:
                - name: http
                  match: '*'
                  host: 127.0.0.1
                  port: {sink.Port}
                  format: json_lines
                  retry_limit: no_limits
            """);
        return path;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
}
