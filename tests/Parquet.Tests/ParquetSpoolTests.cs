// Tests: the temporary file of an object that arrives as a stream.
using Sluice.Core;

namespace Sluice.Parquet.Tests;

public sealed class ParquetSpoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-spool-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ToFileAsync_ForwardOnlyStream_ReadsAsTheFile()
    {
        byte[] parquet = Fixture.Parquet("v5-snappy");
        var direct = Fixture.OfParquet(parquet, Schema.Ecs);
        using var source = new ForwardOnly(parquet[10..]);
        await using FileStream spooled = await ParquetSpool.ToFileAsync(source, parquet.AsMemory(0, 10), parquet.Length, _folder);
        var actual = Fixture.OfParquet(spooled, Schema.Ecs);
        Assert.Equal(direct.ConvertAll(tree => tree.ToJsonString()), actual.ConvertAll(tree => tree.ToJsonString()));
    }

    [Fact]
    public async Task ToFileAsync_WhileOpen_HasNoName()
    {
        await using FileStream spooled = await ParquetSpool.ToFileAsync(new ForwardOnly([1, 2, 3]), default, 3, _folder);
        Assert.Equal(3, spooled.Length);
        Assert.Equal(0, spooled.Position);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task ToFileAsync_OverTheLimit_SaysSoAndLeavesNothing(int head)
    {
        byte[] bytes = new byte[1001];
        ParquetLimitException error = await Assert.ThrowsAsync<ParquetLimitException>(
            () => ParquetSpool.ToFileAsync(new ForwardOnly(bytes[head..]), bytes.AsMemory(0, head), 1000, _folder));
        Assert.Equal("max_object_size", error.Setting);
        Assert.Contains("more than 1000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task ToFileAsync_FolderMissing_NamesItAndTmpdir()
    {
        string missing = Path.Combine(_folder, "gone");
        SpoolException error = await Assert.ThrowsAsync<SpoolException>(
            () => ParquetSpool.ToFileAsync(new ForwardOnly([1]), default, 10, missing));
        Assert.Equal($"cannot write a temporary file in {missing}: it does not exist; set TMPDIR to a folder with room for a Parquet object for each reader", error.Message);
    }

    [Fact]
    public async Task ToFileAsync_DiskFull_NamesTheFolder()
    {
        // A filesystem of 64 KiB, where this test may make one.
        if (!SmallDisk.TryMount(_folder, 64))
            return;
        try
        {
            SpoolException error = await Assert.ThrowsAsync<SpoolException>(
                () => ParquetSpool.ToFileAsync(new ForwardOnly(new byte[1 << 20]), default, 1 << 21, _folder));
            Assert.StartsWith($"cannot write a temporary file in {_folder}: no space left on the device; set TMPDIR", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            SmallDisk.Unmount(_folder);
        }
    }

    [Fact]
    public async Task ToFileAsync_SourceFails_ThrowsTheSourcesOwnError()
    {
        IOException error = await Assert.ThrowsAsync<IOException>(
            () => ParquetSpool.ToFileAsync(new Failing(), default, 10, _folder));
        Assert.Equal("line dead", error.Message);
    }

    private sealed class Failing() : MemoryStream([])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("line dead");
    }

    private sealed class ForwardOnly(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
