// Values: numbers as differences.
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>DELTA_BINARY_PACKED numbers; narrow ones wrap at 32 bits.</summary>
internal sealed class DeltaNumbers(bool wide) : ValueSource
{
    private readonly DeltaDecoder _decoder = new();

    internal override void Open(PageBytes page, int most) => _decoder.Open(page, most);

    internal override long Number() => wide ? _decoder.Next() : (int)_decoder.Next();
}
