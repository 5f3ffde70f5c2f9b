// Framing: splitting byte by byte; the vector scanners must give the same result.
namespace Sluice.Core.Framing;

/// <summary>
/// Runs of blanks and tabs are one separator; carriage returns before the line feed are part of the line end.
/// The vector scanners hand over every line that is not plain.
/// </summary>
internal static unsafe class ScalarScanner
{
    public static int Scan(byte* line, int available, LineTokens tokens)
    {
        int feed = new ReadOnlySpan<byte>(line, available).IndexOf((byte)'\n');
        if (feed < 0)
            feed = available;
        int length = feed;
        while (length > 0 && line[length - 1] == '\r')
            length--;

        int count = 0;
        bool clean = true;
        bool inToken = false;
        for (int i = 0; i < length; i++)
        {
            byte b = line[i];
            clean &= b is >= 0x20 and < 0x80 and not ((byte)'"' or (byte)'\\');
            bool blank = b is (byte)' ' or (byte)'\t';
            if (blank == inToken)
            {
                if (count < LineTokens.Max)
                    (inToken ? tokens.Ends : tokens.Starts)[count] = i;
                if (inToken)
                    count++;
                inToken = !inToken;
            }
        }

        if (inToken)
        {
            if (count < LineTokens.Max)
                tokens.Ends[count] = length;
            count++;
        }

        tokens.Count = Math.Min(count, LineTokens.Max);
        tokens.Length = length;
        tokens.IsClean = clean;
        return feed;
    }
}
