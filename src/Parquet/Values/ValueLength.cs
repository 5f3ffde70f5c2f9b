// Values: the length that a byte array claims.
using Sluice.Parquet.Limits;
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>Checks a value's length against its page and the longest line.</summary>
internal static class ValueLength
{
    internal static int Check(PageBytes page, long length, int longest)
    {
        if (length < 0 || length > page.Left)
            throw page.Corrupt("has a value longer than the page");
        return CheckLongest(length, longest);
    }

    internal static int CheckLongest(long length, int longest) => length <= longest ? (int)length
        : throw new ParquetLimitException($"a value of {length} bytes is longer than the {longest} bytes that a line may have", "max_line_size");
}
