// VpcFlow: what the text of a field must be.
namespace Sluice.Core.VpcFlow;

/// <summary>The type of a flow-log field; decides how it is checked and written.</summary>
public enum FieldKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number from 0 to 2^31 - 1.</summary>
    Int32,

    /// <summary>A whole number from 0 to 2^63 - 1.</summary>
    Int64,

    /// <summary>0 to 65535.</summary>
    Port,

    /// <summary>An IANA protocol number, 0 to 255.</summary>
    Protocol,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Address,

    /// <summary>Seconds since 1970 (13 digits: milliseconds).</summary>
    Time,

    /// <summary>Text that arrives percent-encoded.</summary>
    Tag,
}
