// Rows: UUIDs as text.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>Sixteen bytes, in the order of the text (RFC 9562).</summary>
internal sealed class UuidForm : ValueForm
{
    internal const int Length = 16;

    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        Span<byte> text = stackalloc byte[36];
        new Guid(source.Bytes(), bigEndian: true).TryFormat(text, out _);
        to.QuotedClean(text);
        return true;
    }
}
