// Tests: the end of an object alone tells whether the rest is worth fetching.
using Sluice.Core;

namespace Sluice.Parquet.Tests;

public sealed class ParquetFooterTests
{
    private static readonly ParquetLimits _limits = new();

    public static TheoryData<string> Files() => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Check_GoodFile_SaysHowMuchOfTheEndIsNeeded(string name)
    {
        byte[] file = Fixture.Parquet(name);
        int needed = ParquetFooter.Check(file.AsSpan(file.Length - ParquetFooter.TailLength), file.Length, _limits);
        Assert.InRange(needed, ParquetFooter.TailLength + 1, file.Length - 4);
        Assert.Equal(needed, ParquetFooter.Check(file.AsSpan(file.Length - needed), file.Length, _limits));
        Assert.Equal(needed, ParquetFooter.Check(file, file.Length, _limits));
    }

    [Fact]
    public void Check_CutFile_IsCorrupt()
    {
        byte[] file = Fixture.Parquet("v5-snappy")[..^1];
        Assert.Throws<CorruptInputException>(() => ParquetFooter.Check(file.AsSpan(file.Length - 8), file.Length, _limits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Check_TooShort_IsCorrupt(int length) =>
        Assert.Throws<CorruptInputException>(() => ParquetFooter.Check(new byte[length], length, _limits));

    [Fact]
    public void Check_FooterOfMegabytes_IsOverTheLimit()
    {
        byte[] tail = [.. BitConverter.GetBytes(100 << 20), .. "PAR1"u8];
        Assert.Throws<ParquetLimitException>(() => ParquetFooter.Check(tail, 1L << 30, _limits));
        Assert.Throws<CorruptInputException>(() => ParquetFooter.Check(tail, 1 << 20, _limits));
    }

    [Fact]
    public void Check_LargerThanMaxObjectSize_IsOverIt()
    {
        byte[] file = Fixture.Parquet("v5-snappy");
        Assert.Equal("max_object_size", Assert.Throws<ParquetLimitException>(
            () => ParquetFooter.Check(file, file.Length, _limits with { MaxObjectSize = 100 })).Setting);
    }

    [Fact]
    public void Check_SixtyMillionRowsInAFewBytes_IsOverTheRatio()
    {
        byte[] file = Forge.Table(60_000_000, 1, ("srcaddr", Forge.ByteArray, 0, Forge.Page(0, 1, Forge.Text(3))));
        Assert.Equal("max_ratio", Assert.Throws<ParquetLimitException>(() => ParquetFooter.Check(file, file.Length, _limits)).Setting);
    }
}
