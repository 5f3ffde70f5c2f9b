// Framing: splitting a plain line 32 bytes at a time.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sluice.Core.Framing;

/// <summary>
/// Walks the bits of the blanks. A line that is not plain (tabs, runs of blanks, bytes to be escaped, the last few
/// bytes of the input) goes to <see cref="ScalarScanner"/>, so that the rules are in one place.
/// </summary>
internal static unsafe class VectorScanner
{
    private const int Block = 32;

    public static int Scan(byte* line, int available, LineTokens tokens) => Scan(line, available, available - Block, tokens);

    /// <summary>As <see cref="Scan(byte*, int, LineTokens)"/>, for a line followed by <see cref="LineScanner.Readable"/> bytes of anything.</summary>
    public static int ScanFramed(byte* line, int length, LineTokens tokens) => Scan(line, length, length, tokens);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Scan(byte* line, int available, int last, LineTokens tokens)
    {
        int* starts = tokens.Starts;
        int* ends = tokens.Ends;
        starts[0] = 0;
        int count = 0;
        uint carry = 1; // a blank at the very start counts as the second of a run
        for (int at = 0; at <= last && count <= LineTokens.Max - Block; at += Block)
        {
            LineMasks.Load(line + at, out uint blanks, out uint odd);
            uint feeds = odd == 0 ? 0 : LineMasks.Feeds(line + at);
            if (available - at < Block)
                feeds |= 1u << (available - at); // the end of a framed line
            if ((odd | feeds) != 0)
            {
                uint before = feeds - 1 & ~feeds; // the bits below the first line feed; all when there is none
                blanks &= before;
                odd &= before;
                if (odd != 0 && !(feeds != 0 && OnlyReturn(line + at, feeds, odd)))
                    break;
            }

            if ((blanks & (blanks << 1 | carry)) != 0)
                break;
            carry = blanks >> (Block - 1);
            while (blanks != 0)
            {
                int end = at + BitOperations.TrailingZeroCount(blanks);
                ends[count] = end;
                starts[++count] = end + 1;
                blanks &= blanks - 1;
            }

            if (feeds == 0)
                continue;
            int feed = at + BitOperations.TrailingZeroCount(feeds);
            int length = odd == 0 ? feed : feed - 1;
            if (length <= starts[count])
                break; // a blank before the line end, or nothing at all
            ends[count] = length;
            tokens.Count = count + 1;
            tokens.Length = length;
            tokens.IsClean = true;
            return feed;
        }

        return ScalarScanner.Scan(line, available, tokens);
    }

    /// <summary>The one odd byte is a carriage return right before the line feed, and no other precedes it.</summary>
    private static bool OnlyReturn(byte* block, uint feeds, uint odd)
    {
        int feed = BitOperations.TrailingZeroCount(feeds);
        return feed > 0 && odd == 1u << (feed - 1) && block[feed - 1] == '\r';
    }
}
