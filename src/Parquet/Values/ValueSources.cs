// Values: which decoder reads which encoding of which type.
using Sluice.Parquet.Format;
using Sluice.Parquet.Limits;

namespace Sluice.Parquet.Values;

/// <summary>Makes decoders.</summary>
internal static class ValueSources
{
    internal const int Int96Length = 12;

    /// <summary>The decoder of a column's pages in one encoding; null where there is none.</summary>
    internal static ValueSource? Of(in SchemaElement element, PageEncoding encoding, int longest, MemoryMeter memory)
    {
        bool wide = element.Type is PhysicalType.Int64 or PhysicalType.Double;
        int fixedLength = FixedLength(element);
        return (encoding, element.Type) switch
        {
            (PageEncoding.Plain, PhysicalType.Boolean) => new Booleans(inRuns: false),
            (PageEncoding.Rle, PhysicalType.Boolean) => new Booleans(inRuns: true),
            (_, PhysicalType.Boolean) => null,
            (PageEncoding.Plain, PhysicalType.ByteArray or PhysicalType.FixedLenByteArray or PhysicalType.Int96) => new PlainBytes(fixedLength, longest),
            (PageEncoding.Plain, _) => new PlainNumbers(wide),
            (PageEncoding.DeltaBinaryPacked, PhysicalType.Int32 or PhysicalType.Int64) => new DeltaNumbers(wide),
            (PageEncoding.DeltaLengthByteArray, PhysicalType.ByteArray) => new DeltaBytes(sharesPrefixes: false, longest, memory),
            (PageEncoding.DeltaByteArray, PhysicalType.ByteArray or PhysicalType.FixedLenByteArray) => new DeltaBytes(sharesPrefixes: true, longest, memory),
            (PageEncoding.ByteStreamSplit, PhysicalType.FixedLenByteArray) => new SplitValues(fixedLength),
            (PageEncoding.ByteStreamSplit, not (PhysicalType.ByteArray or PhysicalType.Int96)) => new SplitValues(wide ? sizeof(long) : sizeof(int)),
            _ => null,
        };
    }

    private static int FixedLength(in SchemaElement element) => element.Type switch
    {
        PhysicalType.Int96 => Int96Length,
        PhysicalType.FixedLenByteArray => element.Length,
        _ => 0,
    };
}
