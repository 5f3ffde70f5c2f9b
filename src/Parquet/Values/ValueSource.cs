// Values: the values of a data page, in order, NULLs left out.
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>One encoding of one kind of values. A column's form asks for the kind that its type has.</summary>
internal abstract class ValueSource
{
    /// <summary>Begins with the values of a page, of which there are <paramref name="most"/> at most.</summary>
    internal abstract void Open(PageBytes page, int most);

    /// <summary>The next value as an integer, or the bits of a floating-point number.</summary>
    internal virtual long Number() => throw new NotSupportedException();

    /// <summary>The next value as bytes, which stay where they are until the next call.</summary>
    internal virtual ReadOnlySpan<byte> Bytes() => throw new NotSupportedException();
}
