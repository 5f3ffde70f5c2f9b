// Rows: texts; an absent string is "-" in flow logs, and also NULL or "" in files of other tools.
using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>A column annotated as text, or one of any bytes, of which only values that are text are written.</summary>
/// <param name="isAnnotated">The schema says that the column is text.</param>
internal sealed class TextForm(bool isAnnotated) : ValueForm
{
    // Bytes that no text has; a tab or a line end is allowed.
    private static readonly SearchValues<byte> _noText =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b).Except("\t\n\r"u8.ToArray())]);

    /// <summary>A value was left out because it is not text.</summary>
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
        if (RowWriter.IsCleanText(text))
            to.QuotedClean(text);
        else if (RowWriter.IsPlain(text) || Utf8.IsValid(text))
            to.Quoted(text);
        else // Invalid UTF-8 passes in plain text; beside escapes, which a JSON reader resolves, it becomes U+FFFD.
            to.Quoted(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)));
        return true;
    }
}
