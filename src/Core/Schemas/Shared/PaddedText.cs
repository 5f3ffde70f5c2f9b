// Shared: a text that is written into literals.
using Sluice.Core.Encodings;
using Sluice.Core.Text;

namespace Sluice.Core.Schemas.Shared;

/// <summary>Text in memory that may be read past its end, as writers do.</summary>
internal readonly unsafe struct PaddedText
{
    private readonly byte[] _bytes;

    public PaddedText(string text)
    {
        Length = System.Text.Encoding.UTF8.GetByteCount(text);
        _bytes = new byte[Length + RecordText.Slack * 2];
        System.Text.Encoding.UTF8.GetBytes(text, _bytes);
    }

    /// <summary>Bytes of UTF-8.</summary>
    public int Length { get; }

    /// <summary>Writes the text, which is not known to need no escapes.</summary>
    public void Write<TWriter>(ref TWriter w)
        where TWriter : struct, IRecordWriter
    {
        fixed (byte* start = _bytes)
            w.String(start, Length, clean: false);
    }
}
