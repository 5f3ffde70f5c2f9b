// VpcFlow: what a piece of JSON turned out to be.
namespace Sluice.Core.VpcFlow;

/// <summary>The result of reading a JSON object as a flow record.</summary>
internal enum JsonRecord
{
    /// <summary>A flow record; its members are the line's columns.</summary>
    Record,

    /// <summary>An object with no name that makes a flow record.</summary>
    OtherObject,

    /// <summary>A flow record with a value that no field can have.</summary>
    BadValue,

    /// <summary>Not JSON, or JSON that is not an object.</summary>
    NotJson,

    /// <summary>JSON so far, but the text ends within the object.</summary>
    Incomplete,
}
