// Format: what the values of a column mean, from either of the two annotations.
namespace Sluice.Parquet.Format;

/// <summary>The parts of parquet.thrift's LogicalType and ConvertedType that affect a row.</summary>
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
