// Inflate: how the bytes of an object or file are packed.
namespace Sluice.Core.Inflate;

/// <summary>What is read, by its first bytes and never by its name.</summary>
public enum ObjectFormat
{
    /// <summary>Lines of text.</summary>
    Text,

    /// <summary>Gzip, of one member or several.</summary>
    Gzip,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
