// Inflate: how the bytes of an object or file are packed.
namespace Sluice.Core.Inflate;

/// <summary>A supported format, detected by the first bytes only.</summary>
public enum ObjectFormat
{
    /// <summary>Lines of text.</summary>
    Text,

    /// <summary>Gzip, of one member or several.</summary>
    Gzip,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
