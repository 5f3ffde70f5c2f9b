// Filter: the edits of a batch that only a rewriter needs.
using System.Buffers.Binary;
using Sluice.Core.Records;

namespace Sluice.Plugin.Filter;

/// <summary>Moves, widens and forgets what a batch holds.</summary>
internal static unsafe class BatchEdits
{
    private const byte MapOf16 = 0xde;

    /// <summary>Leaves room, whose content is undefined.</summary>
    public static void Skip(this Batch batch, int bytes) => batch.Commit(batch.Reserve(bytes) + bytes, 0);

    /// <summary>Forgets what was written past <paramref name="length"/>.</summary>
    public static void Truncate(this Batch batch, int length) => batch.Commit(batch.Pointer + length, 0);

    /// <summary>Adds the <paramref name="added"/> pairs at its end to the count of the map at <paramref name="body"/>.</summary>
    public static void Widen(this Batch output, int body, uint added)
    {
        byte code = output.Pointer[body];
        if (code is >= 0x80 and <= 0x8f)
        {
            uint count = code - 0x80u + added;
            if (count <= 15)
            {
                output.Pointer[body] = (byte)(0x80 + count);
                return;
            }

            Move(output, body + 1, body + 1 + (count > ushort.MaxValue ? 4 : 2));
            WriteCount(output.Pointer + body, count);
            return;
        }

        // The parser writes no map of more than 65,535 pairs; with the host's pairs it may become one.
        uint wide = BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(output.Pointer + body + 1, 2)) + added;
        if (wide > ushort.MaxValue)
            Move(output, body + 3, body + 5);
        WriteCount(output.Pointer + body, wide);
    }

    private static void WriteCount(byte* at, uint count)
    {
        at[0] = count > ushort.MaxValue ? (byte)(MapOf16 + 1) : MapOf16;
        if (count > ushort.MaxValue)
            BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(at + 1, 4), count);
        else
            BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(at + 1, 2), (ushort)count);
    }

    /// <summary>Moves everything from <paramref name="from"/> to the end, so that it begins at <paramref name="to"/>.</summary>
    public static void Move(this Batch output, int from, int to)
    {
        if (from == to)
            return;
        int tail = output.Length - from;
        if (to > from)
            output.Skip(to - from);
        Buffer.MemoryCopy(output.Pointer + from, output.Pointer + to, tail, tail);
        output.Truncate(to + tail);
    }
}
