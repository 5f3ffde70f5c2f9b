// Values: PLAIN byte arrays.
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>Byte arrays, each after its length, or all of one length.</summary>
/// <param name="length">The length of every value; 0 where each has its own.</param>
/// <param name="longest">The longest value allowed.</param>
internal sealed class PlainBytes(int length, int longest) : ValueSource
{
    private PageBytes _page = null!;

    internal override void Open(PageBytes page, int most) => _page = page;

    internal override ReadOnlySpan<byte> Bytes() =>
        _page.Take(length > 0 ? length : ValueLength.Check(_page, _page.Int32(), longest));
}
