// Records: the last JSON object that was read.
using Sluice.Core.Framing;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>Reads objects into the columns of <paramref name="line"/>, and remembers what became of the last.</summary>
internal sealed class JsonObjects(FlowLine line) : IObjectReader
{
    private FlowJson? _json; // most inputs never need it

    /// <summary>Objects are rows of a table whose schema is that of a flow record.</summary>
    public bool AreTrusted { get; set; }

    /// <summary>What the last object is.</summary>
    public JsonRecord Result { get; private set; }

    /// <summary>Why the last object is not a record; the caller may change it.</summary>
    public Fault Fault;

    public JsonExtent Read(Slice text, out int length)
    {
        Fault = default;
        Result = (_json ??= new FlowJson()).Read(text, AreTrusted, line, ref Fault, out length);
        return Result switch
        {
            JsonRecord.Incomplete => JsonExtent.Incomplete,
            JsonRecord.NotJson => JsonExtent.NotJson,
            _ => JsonExtent.Whole,
        };
    }

    /// <summary>Marks the last object as not JSON after all, from byte <paramref name="at"/> on.</summary>
    public void Refuse(int at)
    {
        Result = JsonRecord.NotJson;
        Fault = new Fault { Kind = FaultKind.NotJson, Found = at };
    }

    /// <summary>Gives back memory that one huge object needed.</summary>
    public void Shrink(int most) => _json?.Shrink(most);
}
