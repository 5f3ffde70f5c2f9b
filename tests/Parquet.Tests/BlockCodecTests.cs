// Tests: blocks of Snappy and LZ4 that the usual compressors do not write, but others may.
using Sluice.Core;

namespace Sluice.Parquet.Tests;

public sealed class BlockCodecTests
{
    private const int Snappy = 1, Lz4Raw = 7, Half = 150_016;

    [Fact]
    public void Snappy_ThatRefersFurtherBackThanABlock_IsRead()
    {
        // A value of twice the same half: literals, then copies of 64 bytes with offsets of four bytes.
        byte[] half = new byte[Half];
        new Random(3).NextBytes(half);
        byte[] value = [.. BitConverter.GetBytes(Half * 2), .. half, .. half];
        byte[] block =
        [
            .. Forge.Varint((ulong)value.Length), 62 << 2, .. BitConverter.GetBytes(Half + 3).AsSpan(0, 3),
            .. value.AsSpan(0, Half + 4),
            .. Enumerable.Range(0, Half / 64).SelectMany(_ => (byte[])[(63 << 2) | 3, .. BitConverter.GetBytes(Half)]),
        ];
        Assert.Equal(value[4..], Value(Snappy, block, value.Length));
    }

    [Fact]
    public void Snappy_CopyOverItself_RepeatsTheLastBytes() =>
        Assert.Equal("abababab"u8.ToArray(), Value(Snappy, [12, 5 << 2, 8, 0, 0, 0, (byte)'a', (byte)'b', (5 << 2) | 2, 2, 0], 12));

    [Fact]
    public void Lz4_CopyOverItself_RepeatsTheLastBytes() =>
        Assert.Equal("abababab"u8.ToArray(), Value(Lz4Raw, [(6 << 4) | 2, 8, 0, 0, 0, (byte)'a', (byte)'b', 2, 0], 12));

    [Fact]
    public void Lz4_LiteralsAlone_AreRead() =>
        Assert.Equal("ab"u8.ToArray(), Value(Lz4Raw, [6 << 4, 2, 0, 0, 0, (byte)'a', (byte)'b'], 6));

    [Theory]
    [InlineData(Snappy, new byte[] { 12, 5 << 2, 8, 0, 0, 0, 97, 98, (5 << 2) | 2, 7, 0 })] // before its beginning
    [InlineData(Snappy, new byte[] { 12, 5 << 2, 8, 0, 0, 0, 97, 98, (5 << 2) | 2, 0, 0 })] // distance 0
    [InlineData(Snappy, new byte[] { 12, 5 << 2, 8, 0, 0, 0, 97, 98, (5 << 2) | 2, 2 })] // cut off
    [InlineData(Snappy, new byte[] { 12, 20 << 2, 8, 0, 0, 0, 97, 98 })] // fewer literals
    [InlineData(Snappy, new byte[] { 12, 5 << 2, 8, 0, 0, 0, 97, 98, (40 << 2) | 2, 2, 0 })] // longer than its size
    [InlineData(Snappy, new byte[] { 13, 5 << 2, 8, 0, 0, 0, 97, 98, (5 << 2) | 2, 2, 0 })] // another size
    [InlineData(Snappy, new byte[] { 255, 255, 255, 255, 255, 255 })]
    [InlineData(Lz4Raw, new byte[] { (6 << 4) | 2, 8, 0, 0, 0, 97, 98, 7, 0 })]
    [InlineData(Lz4Raw, new byte[] { (6 << 4) | 2, 8, 0, 0, 0, 97, 98, 0, 0 })]
    [InlineData(Lz4Raw, new byte[] { (6 << 4) | 2, 8, 0, 0, 0, 97, 98, 2 })]
    [InlineData(Lz4Raw, new byte[] { 0xF0, 255, 255, 255 })]
    [InlineData(Lz4Raw, new byte[] { (6 << 4) | 9, 8, 0, 0, 0, 97, 98, 2, 0 })]
    public void DamagedBlock_IsCorrupt(int codec, byte[] block) =>
        Assert.Throws<CorruptInputException>(() => Value(codec, block, 12));

    private static byte[] Value(int codec, byte[] block, int size)
    {
        byte[] page = Forge.Page(0, 1, block, size: size);
        var memory = new Limits.MemoryMeter(64 << 20);
        using var input = new MemoryStream(Forge.File(page, []));
        var bytes = new Pages.FileBytes(input);
        var limits = new ParquetLimits();
        var clock = new Limits.ReadClock(TimeSpan.MaxValue, input.Length);
        using var loader = new Pages.PageLoader(bytes, input.Length, new Limits.ExpansionMeter(limits, input.Length, "its pages"), memory, clock);
        long at = 4;
        Format.PageHeader header = loader.ReadHeader(ref at);
        var into = new Pages.PageBytes(memory, 1 << 20);
        loader.Load(into, 0, (Format.PageCodec)codec, at, header.Compressed, header.Uncompressed);
        return into.Take(into.Int32()).ToArray();
    }
}
