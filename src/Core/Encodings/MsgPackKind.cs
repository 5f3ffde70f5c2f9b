// Encodings: what a MessagePack value is, by its first byte.
namespace Sluice.Core.Encodings;

/// <summary>The kinds of MessagePack values.</summary>
public enum MsgPackKind
{
    /// <summary>No value: the end of the data, or the one code that is never used.</summary>
    None,

    /// <summary>Nil.</summary>
    Nil,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An integer of any width.</summary>
    Integer,

    /// <summary>A float of 32 or 64 bits.</summary>
    Float,

    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A map.</summary>
    Map,

    /// <summary>An application's type, a time for instance.</summary>
    Extension,
}
