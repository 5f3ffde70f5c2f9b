// Rows: texts; an absent string of a flow log is the literal "-", by other tools also NULL or "".
using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>A column annotated as text, or one that may hold any bytes: of that, only what is text is written.</summary>
/// <param name="isAnnotated">The schema says that it is text.</param>
internal sealed class TextForm(bool isAnnotated) : ValueForm
{
    // What no text has; a tab or a line end may stand in one.
    private static readonly SearchValues<byte> _noText =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b).Except("\t\n\r"u8.ToArray())]);

    /// <summary>A value was left out because it is no text.</summary>
    internal bool LeftOut { get; private set; }

    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        ReadOnlySpan<byte> text = source.Bytes();
        if (text.IsEmpty || (text.Length == 1 && text[0] == (byte)'-'))
            return false;
        if (!isAnnotated && (text.IndexOfAny(_noText) >= 0 || !Utf8.IsValid(text)))
        {
            LeftOut = true;
            return false;
        }
        if (RowWriter.IsPlain(text))
            to.QuotedPlain(text);
        else if (Utf8.IsValid(text))
            to.Quoted(text);
        else // Bytes that are no UTF-8 pass, as they do in a text line; but a JSON reader takes no escapes among them.
            to.Quoted(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)));
        return true;
    }
}
