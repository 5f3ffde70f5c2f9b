// Queue: the rows of the outcome table that a hostile Parquet object decides.
namespace Sluice.Pull.Tests;

public sealed partial class OutcomeRowTests
{
    /// <summary>152 bytes: a dictionary of one text, and a run of 60,000,000 times that.</summary>
    private const string SixtyMillionRows =
        "UEFSMRUEFRwVHEwVAhUAAAAKAAAAMTAuMC4wLjIwMBUAFQwVDCwVgJycORUQFQYVBgAAAYCcnDkAFQIZLEgGc2NoZW1hFQIAFQwlABgHc3JjYWRkcgAWgJycORkcGRwmCBwVDBk1AAYQGRgHc3JjYWRkchUAFoCcnDkWahZqJj4mCAAAFmoWgJycOQAoAXgAVwAAAFBBUjE=";

    [Fact]
    public async Task ParquetOfMoreRowsThanItsBytesCanBe_IsKept() => await Kept(
        Aws.Address, await OneObject(Convert.FromBase64String(SixtyMillionRows), "rows.parquet"),
        "over_limit", ": its rows come to more than 200 times the 152 bytes stored (max_ratio)", key: "rows.parquet");

    [Fact]
    public async Task ParquetWhoseFooterNestsWithoutEnd_IsKept()
    {
        const int Depth = 60_000;
        byte[] file = [.. "PAR1"u8, .. Enumerable.Repeat((byte)0x19, Depth), .. BitConverter.GetBytes(Depth), .. "PAR1"u8];
        await Kept(Aws.Address, await OneObject(file, "nest.parquet"), "corrupt", " is truncated or corrupt at byte 22: Parquet metadata has structs nested too deeply", key: "nest.parquet");
    }

    [Fact]
    public async Task ParquetWhoseFooterIsRefused_IsNotFetched()
    {
        const int Depth = 100_000, Size = 6 << 20;
        byte[] file = [.. "PAR1"u8, .. new byte[Size], .. Enumerable.Repeat((byte)0x19, Depth), .. BitConverter.GetBytes(Depth), .. "PAR1"u8];
        var (queue, bucket) = await OneObject(file, "large.parquet");
        await using var run = new EngineRun(Aws.Address, queue);
        await run.Until(() => run.Log.At(LogLevel.Warn).Any(line => line.Contains("large.parquet", StringComparison.Ordinal)), "refused");
        Assert.InRange(run.Count("bytes_in_total"), 1, 1 << 20);
        Assert.Contains(run.Log.At(LogLevel.Warn), line => line.Contains($"s3://{bucket}/large.parquet is truncated or corrupt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ParquetLargerThanMaxObjectSize_IsKept()
    {
        byte[] parquet = await File.ReadAllBytesAsync(Testing.Repo.PathOf("tests", "Parquet.Tests", "data", "v5-groups-zstd.parquet"));
        var (queue, bucket) = await OneObject(parquet, "p.parquet");
        await using var run = new EngineRun(Aws.Address, queue, s => s.MaxObjectSize = parquet.Length - 1);
        await Row.Holds(run, queue, Remains.Resting(30), [new("messages_kept_total{over_limit}", 1), new("objects_total{over_limit}", 1), new("records_total", 0)],
            Said.OfObject(LogLevel.Warn, $": a Parquet object of more than {parquet.Length - 1} bytes (max_object_size)", bucket, "p.parquet"));
    }
}
