// Framing: one row of a table of comma-separated values (RFC 4180).
namespace Sluice.Core.Framing;

/// <summary>Splits a row into cells, in place: quotes are left out, and doubled quotes inside become one.</summary>
internal static unsafe class CsvRow
{
    private const byte Quote = (byte)'"', Comma = (byte)',';

    /// <summary>
    /// The length of the row at <paramref name="row"/> without its line end; line ends inside quotes belong to the row. -1
    /// when it does not end within <paramref name="available"/> bytes. With <paramref name="isLast"/>, the end of the
    /// bytes also ends the row, unless a quote is open.
    /// </summary>
    public static int Find(byte* row, int available, bool isLast)
    {
        var text = new ReadOnlySpan<byte>(row, available);
        bool quoted = false;
        int at = 0;
        while (true)
        {
            int next = text[at..].IndexOfAny(Quote, (byte)'\n');
            if (next < 0)
                return isLast && !quoted ? available : -1;
            at += next;
            if (text[at] == Quote)
                quoted = !quoted; // a doubled quote switches twice
            else if (!quoted)
                return at;
            at++;
        }
    }

    /// <summary>
    /// Puts the cells of a row of <paramref name="length"/> bytes into <paramref name="cells"/> as offsets from
    /// <paramref name="to"/>, where their texts are written: at most one byte more than the row has.
    /// </summary>
    public static void Split(byte* row, int length, byte* to, LineTokens cells)
    {
        while (length > 0 && row[length - 1] is (byte)'\r' or (byte)'\n')
            length--;
        int at = 0;
        int written = 0;
        int count = 0;
        bool more = length > 0;
        while (more && count < LineTokens.Max)
        {
            while (at < length && row[at] is (byte)' ' or (byte)'\t')
                at++;
            int start = written;
            bool isQuoted = at < length && row[at] == Quote;
            at = isQuoted ? CopyQuoted(row, at + 1, length, to, ref written) : CopyPlain(row, at, length, to, ref written);
            cells.Starts[count] = start;
            cells.Ends[count++] = written;
            to[written++] = (byte)' ';
            more = at < length; // stopped at a comma
            at++;
        }

        cells.Count = count;
        cells.Length = length;
        cells.IsClean = false;
    }

    /// <summary>Copies up to the next comma, without the blanks before it; returns where the comma is.</summary>
    private static int CopyPlain(byte* row, int at, int length, byte* to, ref int written)
    {
        int end = new ReadOnlySpan<byte>(row + at, length - at).IndexOf(Comma);
        end = end < 0 ? length : at + end;
        ReadOnlySpan<byte> cell = new ReadOnlySpan<byte>(row + at, end - at).TrimEnd(" \t"u8);
        cell.CopyTo(new Span<byte>(to + written, cell.Length));
        written += cell.Length;
        return end;
    }

    /// <summary>Copies up to the closing quote; text between it and the next comma belongs to the cell too.</summary>
    private static int CopyQuoted(byte* row, int at, int length, byte* to, ref int written)
    {
        while (at < length)
        {
            if (row[at] != Quote)
            {
                to[written++] = row[at++];
                continue;
            }

            at++;
            if (at == length || row[at] != Quote)
                return CopyPlain(row, at, length, to, ref written);
            to[written++] = Quote;
            at++;
        }

        return at;
    }
}
