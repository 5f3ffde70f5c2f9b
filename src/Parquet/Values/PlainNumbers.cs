// Values: PLAIN numbers.
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>Numbers of four or eight bytes, little-endian.</summary>
internal sealed class PlainNumbers(bool wide) : ValueSource
{
    private PageBytes _page = null!;

    internal override void Open(PageBytes page, int most) => _page = page;

    internal override long Number() =>
        wide ? BitConverter.ToInt64(_page.Take(sizeof(long))) : _page.Int32();
}
