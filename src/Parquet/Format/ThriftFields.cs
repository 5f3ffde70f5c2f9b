// Format: the state of reading one Thrift struct.
namespace Sluice.Parquet.Format;

/// <summary>The field of a struct that was read last, and the fields seen.</summary>
internal struct ThriftFields
{
    private ulong _seen;

    internal int Id { get; private set; }

    internal ThriftType Type { get; private set; }

    /// <summary>Notes a field; false when it is repeated, or has a number that parquet.thrift does not use.</summary>
    internal bool TrySet(long id, ThriftType type)
    {
        if (id is < 1 or > 63 || (_seen & (1UL << (int)id)) != 0)
            return false;
        _seen |= 1UL << (int)id;
        Id = (int)id;
        Type = type;
        return true;
    }
}
