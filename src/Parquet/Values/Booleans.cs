// Values: booleans, PLAIN or in runs.
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>One bit per value, least significant first; runs follow their length in bytes.</summary>
internal sealed class Booleans(bool inRuns) : ValueSource
{
    private readonly HybridDecoder _runs = new();
    private PageBytes _page = null!;
    private int _byte;
    private int _bit;

    internal override void Open(PageBytes page, int most)
    {
        (_page, _bit) = (page, 8);
        if (!inRuns)
            return;
        // Skip the length of the runs, which are the rest of the page; a page of NULLs has none.
        if (page.Left > 0)
            page.Int32();
        _runs.Open(page, 1);
    }

    internal override long Number()
    {
        if (inRuns)
            return (long)_runs.Next();
        if (_bit == 8)
            (_byte, _bit) = (_page.Byte(), 0);
        return (_byte >> _bit++) & 1;
    }
}
