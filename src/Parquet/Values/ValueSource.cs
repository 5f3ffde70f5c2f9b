// Values: the values of a data or dictionary page, in order, without NULLs.
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>Decodes one encoding of one kind of values. A column's form reads the kind of its type.</summary>
internal abstract class ValueSource
{
    /// <summary>Begins with the values of a page, which has at most <paramref name="most"/> of them.</summary>
    internal abstract void Open(PageBytes page, int most);

    /// <summary>The next value as an integer, or the bits of a floating-point number.</summary>
    internal virtual long Number() => throw new NotSupportedException();

    /// <summary>The next value as bytes; valid until the next call.</summary>
    internal virtual ReadOnlySpan<byte> Bytes() => throw new NotSupportedException();
}
