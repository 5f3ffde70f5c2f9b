// Format: parquet.thrift, Type.
namespace Sluice.Parquet.Format;

/// <summary>How a column's values lie in its pages.</summary>
internal enum PhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedLenByteArray = 7,
}
