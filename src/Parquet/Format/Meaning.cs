// Format: what the values of a column are, whichever of the two annotations says so.
namespace Sluice.Parquet.Format;

/// <summary>Those of parquet.thrift's LogicalType and ConvertedType that make a difference to a row.</summary>
internal enum Meaning
{
    /// <summary>The physical value as it stands.</summary>
    None,
    Text,
    Unsigned,
    Decimal,
    Date,
    TimestampMillis,
    TimestampMicros,
    TimestampNanos,
    Uuid,

    /// <summary>Something that no flow-log field holds (BSON, a half float, an interval).</summary>
    Other,
}
