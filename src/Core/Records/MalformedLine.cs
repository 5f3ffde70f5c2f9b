// Records: a line that is not a record, as reported to the handler.
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>Called for every malformed line, on the parsing thread, before the line is kept or dropped.</summary>
public delegate void MalformedHandler(in MalformedLine line);

/// <summary>One malformed line; its spans are valid during the call only.</summary>
public readonly ref struct MalformedLine
{
    internal MalformedLine(long lineNumber, long offset, ReadOnlySpan<byte> text, ReadOnlySpan<byte> reason)
    {
        LineNumber = lineNumber;
        Offset = offset;
        Text = text;
        ReasonUtf8 = reason;
    }

    /// <summary>Counted from 1 since the parser's last reset.</summary>
    public long LineNumber { get; }

    /// <summary>Bytes before the line since the parser's last reset.</summary>
    public long Offset { get; }

    /// <summary>The line as it came, without its line end; of an overlong line its first bytes.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Why it is not a record, in UTF-8.</summary>
    public ReadOnlySpan<byte> ReasonUtf8 { get; }

    internal FaultKind Kind { get; init; }

    /// <summary>Why it is not a record.</summary>
    public string Reason => System.Text.Encoding.UTF8.GetString(ReasonUtf8);
}
