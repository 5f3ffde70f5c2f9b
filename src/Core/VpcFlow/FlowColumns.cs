// VpcFlow: finds a field in a line, whether the line is text or JSON.
using System.Runtime.CompilerServices;
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>
/// Columns over a base address: the line itself for text and rows of a table, the parser's scratch memory for JSON. Pointers refer to
/// pinned memory that the parser keeps alive.
/// </summary>
internal unsafe struct FlowColumns
{
    /// <summary>What the offsets are relative to.</summary>
    public byte* Base;

    public int* Starts;
    public int* Ends;

    /// <summary>The column of each <see cref="FlowField"/>; -1 where there is none.</summary>
    public short* IndexOf;

    /// <summary>The columns of a text line or a table; null for JSON.</summary>
    public FlowColumn[]? Format;

    /// <summary>See <see cref="LogFormat.IsDefaultOrder"/>.</summary>
    public bool IsDefaultOrder;

    /// <summary>The names of JSON members, by column; only those of unknown fields are set.</summary>
    public Slice* Names;

    /// <summary>The field of each JSON member, by column; -1 for an unknown one.</summary>
    public sbyte* Fields;

    /// <summary>How many columns to walk.</summary>
    public int Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Slice Get(int field)
    {
        int column = IndexOf[field];
        return column < 0 ? default : At(column);
    }

    /// <summary>The text of a column; empty when it is <c>-</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Slice At(int column)
    {
        byte* start = Base + Starts[column];
        int length = Ends[column] - Starts[column];
        return length == 1 && *start == '-' ? default : new Slice(start, length);
    }

    /// <summary>Whether the format has the field, even if the value is <c>-</c>.</summary>
    public readonly bool Has(FlowField field) => IndexOf[(int)field] >= 0;

    /// <summary>The text of a field that the format has, even <c>-</c>.</summary>
    public readonly Slice Raw(int field) =>
        new(Base + Starts[IndexOf[field]], Ends[IndexOf[field]] - Starts[IndexOf[field]]);
}
