// Format: where the reading of one Thrift struct stands.
namespace Sluice.Parquet.Format;

/// <summary>The field last read of a struct, and those seen.</summary>
internal struct ThriftFields
{
    private ulong _seen;

    internal int Id { get; private set; }

    internal ThriftType Type { get; private set; }

    /// <summary>False where the field was there before, or has a number that no field of parquet.thrift has.</summary>
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
