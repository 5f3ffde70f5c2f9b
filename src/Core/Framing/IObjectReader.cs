// Framing: the reader of the JSON objects that the framer finds.
using Sluice.Core.Text;

namespace Sluice.Core.Framing;

/// <summary>Reads an object and finds its end in one pass: nearly every object is a whole line.</summary>
internal interface IObjectReader
{
    /// <summary>Reads the object at the start of <paramref name="text"/>; <paramref name="length"/> is where it ends or stops being JSON.</summary>
    JsonExtent Read(Slice text, out int length);
}
