// Ecs: pairs that are written only where their value is present.
using Sluice.Core.Encodings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>Each writes at a pointer, counts what it wrote, and returns its end.</summary>
internal static unsafe class EcsPairs<TWriter>
    where TWriter : struct, IRecordWriter
{
    public static byte* TextPair(byte* at, Literal key, Slice text, bool clean, ref int pairs)
    {
        if (!text.IsPresent)
            return at;
        TWriter w = default;
        w.At = at;
        pairs++;
        w.Put(key);
        w.String(text.Start, text.Length, clean);
        return w.At;
    }

    public static byte* NumberPair(byte* at, Literal key, FlowNumber number, ref int pairs)
    {
        if (!number.IsPresent)
            return at;
        TWriter w = default;
        w.At = at;
        pairs++;
        w.Put(key);
        w.Integer(number.Text.Start, number.Text.Length, number.Value);
        return w.At;
    }

    /// <summary>Writes a text within a map of one pair.</summary>
    public static byte* NestedPair(byte* at, Literal keys, Slice text, FlowLine line, ref int pairs)
    {
        byte* end = TextPair(at, keys, text, line.FieldsAreClean, ref pairs);
        if (end == at)
            return at;
        TWriter w = default;
        w.At = end;
        w.EndMap();
        return w.At;
    }

    public static byte* Item(byte* at, Slice text)
    {
        if (!text.IsPresent)
            return at;
        TWriter w = default;
        w.At = at;
        w.String(text.Start, text.Length, clean: true);
        return w.At;
    }

    /// <summary>Closes a map, or drops it by going back to <paramref name="before"/> when it is empty.</summary>
    public static byte* Close(byte* before, byte* end, byte* map, int pairs, ref int outer)
    {
        if (pairs == 0)
            return before;
        outer++;
        TWriter w = default;
        w.At = end;
        w.CloseMap(map, pairs);
        return w.At;
    }
}
