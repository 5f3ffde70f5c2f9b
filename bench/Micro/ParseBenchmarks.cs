// Bench: lines to records, per record.
using BenchmarkDotNet.Attributes;
using Sluice.Compare;
using Sluice.Core;

namespace Sluice.Bench;

/// <summary>Time and allocations of one record; the budget of the latter is in <c>bench/budgets.json</c>.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private const int Records = 10_000;

    private readonly Batch _batch = new(32 << 20);
    private byte[] _lines = [];
    private FlowParser _parser = null!;

    /// <summary>14 fields, or 29.</summary>
    [Params(false, true)]
    public bool Wide { get; set; }

    /// <summary>The mapping.</summary>
    [Params(Schema.Sekoia, Schema.Ecs)]
    public Schema Schema { get; set; }

    /// <summary>The encoding.</summary>
    [Params(OutputEncoding.Ndjson, OutputEncoding.MsgPack)]
    public OutputEncoding Encoding { get; set; }

    /// <summary>Makes the lines.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string path = Path.Combine(Path.GetTempPath(), $"sluice-bench-{Wide}.log");
        FlowLogs.Write(path, Records, Wide);
        _lines = File.ReadAllBytes(path);
        _parser = new FlowParser(new ParseOptions { Schema = Schema, Encoding = Encoding });
    }

    /// <summary>Frees the native memory.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _parser.Dispose();
        _batch.Dispose();
    }

    /// <summary>Everything: splitting, checking, writing.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Parse()
    {
        _batch.Clear();
        _parser.Reset(null);
        return _parser.Parse(_lines, endOfInput: true, _batch);
    }
}
