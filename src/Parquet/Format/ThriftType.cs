// Format: the types of Thrift's compact protocol.
namespace Sluice.Parquet.Format;

/// <summary>The low four bits of a field's header.</summary>
internal enum ThriftType
{
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Struct = 12,
}
