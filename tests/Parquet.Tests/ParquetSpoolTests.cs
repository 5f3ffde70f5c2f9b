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
        var direct = await Fixture.OfParquetAsync(new MemoryStream(parquet), Schema.Ecs);
        using var source = new ForwardOnly(parquet[10..]);
        await using FileStream spooled = await ParquetSpool.ToFileAsync(source, parquet.AsMemory(0, 10), parquet.Length, _folder);
        var actual = await Fixture.OfParquetAsync(spooled, Schema.Ecs);
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
        SpoolLimitException error = await Assert.ThrowsAsync<SpoolLimitException>(
            () => ParquetSpool.ToFileAsync(new ForwardOnly(bytes[head..]), bytes.AsMemory(0, head), 1000, _folder));
        Assert.Equal(1000, error.Limit);
        Assert.Contains("limit of 1000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
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
