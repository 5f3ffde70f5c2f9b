// Tests: a real Fluent Bit that is stopped, reloaded, killed or out of disk; no record is lost with either storage.

namespace Sluice.E2e.Tests;

public sealed class StopTests : IDisposable
{
    private const int Objects = 60;
    private const int Each = 1000;
    private const int Records = Objects * Each;

    private readonly Emulator _emulator = Emulator.Start();
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-stop").FullName;
    private readonly RecordSink _sink = new(Records);

    public void Dispose()
    {
        _sink.Dispose();
        _emulator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [FluentBitTheory]
    [InlineData("memory", "TERM", 0)]
    [InlineData("memory", "TERM", 400)]
    [InlineData("memory", "HUP", 200)]
    [InlineData("memory", "HUP", 800)]
    [InlineData("filesystem", "TERM", 100)]
    [InlineData("filesystem", "HUP", 500)]
    public void Input_OneStopOrReload_LosesNothing(string storage, string signal, int afterMs)
    {
        string config = Config(storage);
        using var first = FluentBit.Start(config);
        first.Until(() => _sink.Total > 0);
        Thread.Sleep(afterMs);
        if (signal == "HUP")
        {
            first.Signal(signal);
            IsDrained(first);
            return;
        }

        Assert.True(first.Stop(), first.Log);
        using var second = FluentBit.Start(config);
        IsDrained(second);
    }

    [FluentBitTheory]
    [InlineData("memory")]
    [InlineData("filesystem")]
    public void Input_TwentyReloadsWithEitherStorage_LosesNothing(string storage)
    {
        using var host = FluentBit.Start(Config(storage));
        host.Until(() => _sink.Total > 0);
        for (int i = 0; i < 20; i++)
        {
            int before = Reloads(host);
            // A host that has just reloaded may not listen yet.
            for (int tries = 0; tries < 5 && Reloads(host) == before; tries++)
            {
                host.Signal("HUP");
                SpinWait.SpinUntil(() => Reloads(host) > before || host.HasExited, 15_000);
            }

            Assert.True(Reloads(host) > before, host.Log);
            Thread.Sleep(300);
        }

        IsDrained(host);
    }

    [FluentBitTheory]
    [InlineData("memory", 300)]
    [InlineData("memory", 900)]
    [InlineData("filesystem", 300)]
    public void Input_KilledWithEitherStorage_LosesNothing(string storage, int afterMs)
    {
        string config = Config(storage);
        using (var victim = FluentBit.Start(config))
        {
            victim.Until(() => _sink.Total > 0);
            Thread.Sleep(afterMs);
            victim.Kill();
        }

        using var host = FluentBit.Start(config);
        IsDrained(host);
    }

    [FluentBitTheory]
    [InlineData("memory")]
    [InlineData("filesystem")]
    public void Input_RestartWhileTheOutputIsDown_LosesNothing(string storage)
    {
        _sink.Refuses = true;
        string config = Config(storage);
        using (var first = FluentBit.Start(config))
        {
            Thread.Sleep(6000);
            Assert.True(first.Stop(), first.Log);
        }

        _sink.Refuses = false;
        using var second = FluentBit.Start(config);
        IsDrained(second);
    }

    [FluentBitFact]
    public void Input_FourMegabytesOfDisk_LosesNothing()
    {
        string disk = Directory.CreateDirectory(Path.Combine(_folder, "disk")).FullName;
        if (Run.Program("mount", ReadOnlyMemory<byte>.Empty, "-t", "tmpfs", "-o", "size=4m", "none", disk).ExitCode != 0)
            return; // only root may mount
        try
        {
            _sink.Refuses = true;
            using var host = FluentBit.Start(Config("filesystem", disk));
            host.Until(() => host.Log.Contains("KiB left, and", StringComparison.Ordinal));
            Thread.Sleep(5000);
            _sink.Refuses = false;
            IsDrained(host);
        }
        finally
        {
            Run.Program("umount", ReadOnlyMemory<byte>.Empty, disk);
        }
    }

    [FluentBitTheory]
    [InlineData("grep", "exclude: \"$action['name'] reject\"", Records * 3 / 4)]
    [InlineData("sluice", "schema: sekoia", Records)]
    public void Input_ProcessorThatDrops_EndsWithAnEmptyQueue(string processor, string setting, int left)
    {
        string emit = processor == "sluice" ? "      emit: raw\n" : "";
        string config = Config("memory", storagePath: null, $"{emit}      processors:\n        logs:\n          - name: {processor}\n            {setting}\n");
        using var host = FluentBit.Start(config);
        host.Until(() => _sink.Distinct == left && _emulator.Counts("flow") == "0 0", 60);
        Assert.True(host.Stop(), host.Log);
        Assert.Equal(left, _sink.Total);
        Assert.DoesNotContain("[ warn] [input:sluice", host.Log, StringComparison.Ordinal);
    }

    private static int Reloads(FluentBit host) =>
        Math.Max(host.Log.Split("successful reload done").Length, host.Log.Split("start everything").Length);

    private void IsDrained(FluentBit host)
    {
        // The one before may have left nothing to do, and a host that only starts dies of the signal.
        host.Until(() => host.Log.Contains("stream processor started", StringComparison.Ordinal) && _sink.Distinct == Records && _emulator.Counts("flow") == "0 0", 240);
        Assert.True(host.Stop(), host.Log);
    }

    private string Config(string storage, string? storagePath = null, string more = "")
    {
        string path = Path.Combine(_folder, "stop.yaml");
        File.WriteAllText(path, $"""
            service:
              flush: 1
              storage.path: {storagePath ?? Path.Combine(_folder, "storage")}
            pipeline:
              inputs:
                - name: sluice
                  tag: flow
                  queue: {_emulator.Fill("flow", Objects, Each)}
                  endpoint: {_emulator.Address}
                  region: eu-west-3
                  aws_access_key_id: test
                  aws_secret_access_key: test
                  wait_time: 1
                  visibility_timeout: 10
                  storage.type: {storage}
            {more}
              outputs:
                - name: http
                  match: '*'
                  host: 127.0.0.1
                  port: {_sink.Port}
                  format: json_lines
                  retry_limit: no_limits
            """);
        return path;
    }
}
