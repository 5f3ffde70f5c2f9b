// Framing: whoever makes something of the JSON objects.
using Sluice.Core.Text;

namespace Sluice.Core.Framing;

/// <summary>Reads an object and so finds its end, instead of both one after the other: nearly every object is a line.</summary>
internal interface IObjectReader
{
    /// <summary>Reads the object at the start of <paramref name="text"/>; <paramref name="length"/> is where it ends, or where it is no JSON.</summary>
    JsonExtent Read(Slice text, out int length);
}
