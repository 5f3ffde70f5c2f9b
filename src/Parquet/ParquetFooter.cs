// Parquet: the end of an object, looked at before the rest is fetched.
using System.Buffers.Binary;
using Sluice.Core.Inflate;
using Sluice.Parquet.Format;
using Sluice.Parquet.Limits;

namespace Sluice.Parquet;

/// <summary>Checks what a footer claims against the object and the limits.</summary>
public static class ParquetFooter
{
    /// <summary>The last bytes of every Parquet file: the footer's length, and the magic.</summary>
    public const int TailLength = 8;

    // Bytes of the magic at the start of the file.
    private const int Frame = 4;

    // The footer of a flow log has a few kilobytes per row group.
    private const long MaxFooter = 8 * 1024 * 1024;

    /// <summary>
    /// Checks an object by its last bytes: with <see cref="TailLength"/> of them the framing, with as many as are returned
    /// (footer and tail) also the schema, rows and row groups. Needs no other bytes of the object.
    /// </summary>
    /// <param name="tail">The last bytes of the object.</param>
    /// <param name="objectSize">The object's size as stored.</param>
    /// <param name="limits">Limits on reading it.</param>
    /// <returns>How many bytes at the object's end a full check needs.</returns>
    /// <exception cref="CorruptInputException">Not a Parquet file, or a truncated or damaged one.</exception>
    /// <exception cref="ParquetLimitException">It cannot be read within the limits.</exception>
    public static int Check(ReadOnlySpan<byte> tail, long objectSize, ParquetLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        int needed = TailLength + LengthOf(tail, objectSize, limits);
        if (tail.Length >= needed)
            Parse(tail[^needed..^TailLength].ToArray(), objectSize, limits);
        return needed;
    }

    internal static FileFooter Parse(byte[] footer, long objectSize, ParquetLimits limits) =>
        new(footer, objectSize - TailLength - footer.Length, RowMeter(objectSize, limits));

    internal static ExpansionMeter RowMeter(long objectSize, ParquetLimits limits) => new(limits, objectSize, "its rows");

    /// <summary>The footer's length; throws where the object cannot hold it, or the limits do not allow it.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> tail, long objectSize, ParquetLimits limits)
    {
        if (objectSize > limits.MaxObjectSize)
            throw new ParquetLimitException($"a Parquet object of {objectSize} bytes, and {limits.MaxObjectSize} are allowed", "max_object_size");
        if (objectSize < Frame + TailLength || tail.Length < TailLength)
            throw new CorruptInputException("Parquet file truncated: too short for a footer", objectSize);
        ReadOnlySpan<byte> magic = tail[^4..];
        if (magic.SequenceEqual("PARE"u8))
            throw Encrypted(objectSize - TailLength);
        if (!magic.SequenceEqual("PAR1"u8))
            throw new CorruptInputException("Parquet file truncated: its footer is missing", objectSize);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail[^TailLength..]);
        if (length > objectSize - Frame - TailLength)
            throw new CorruptInputException("Parquet footer is longer than the file", objectSize - TailLength);
        long most = Math.Min(MaxFooter, limits.MaxMemory / 4);
        if (length > most)
            throw new ParquetLimitException($"its footer has {length} bytes, and {most} are allowed");
        return (int)length;
    }

    internal static void CheckHead(ReadOnlySpan<byte> head)
    {
        if (head.SequenceEqual("PARE"u8))
            throw Encrypted(0);
        if (!head.SequenceEqual("PAR1"u8))
            throw new CorruptInputException("not a Parquet file: it does not begin with PAR1", 0);
    }

    private static CorruptInputException Encrypted(long at) => new("encrypted Parquet is not supported", at);
}
