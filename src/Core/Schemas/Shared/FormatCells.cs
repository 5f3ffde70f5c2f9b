// Shared: the columns of a text line's format, as a schema writes them.
using Sluice.Core.Encodings;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Shared;

/// <summary>Prepares the columns once per format: nearly every line has the format of the line before.</summary>
/// <param name="keys">The key of each known field.</param>
/// <param name="shapes">The shape of each known field.</param>
/// <param name="ofUnknown">The shape of an unknown field, by its name.</param>
/// <param name="byTable">Known fields come first, in the order of the field table; otherwise all are in the order of the line.</param>
internal sealed class FormatCells<TWriter, TShape>(Literal[] keys, TShape[] shapes, Func<byte[], TShape> ofUnknown, bool byTable = false)
    where TWriter : struct, IRecordWriter
{
    /// <summary>Bytes around a value: quotes, colon and comma, or the longest header of a text; and a few to spare.</summary>
    private const int AroundValue = 16;

    private FlowColumn[]? _format;
    private FormatCell<TShape>[] _cells = [];
    private LiteralArena<TWriter>? _unknownKeys;
    private int _keyBytes;

    /// <summary>The most bytes that the names of a line's columns take.</summary>
    public int KeyBytes(FlowLine line)
    {
        if (line.Columns.Format is not { } format)
            return 0; // the names of JSON members are part of the line
        Of(format);
        return _keyBytes;
    }

    /// <summary>The columns of a format; those named twice are left out.</summary>
    public FormatCell<TShape>[] Of(FlowColumn[] format) => ReferenceEquals(format, _format) ? _cells : Prepare(format);

    private FormatCell<TShape>[] Prepare(FlowColumn[] format)
    {
        var cells = new List<(int Field, FormatCell<TShape> Cell)>(format.Length);
        var seen = new HashSet<int>();
        _keyBytes = 0;
        _unknownKeys = null;
        for (int column = 0; column < format.Length; column++)
        {
            (int field, byte[] name) = format[column];
            if (field >= 0 ? !seen.Add(field) : name.Length == 0)
                continue;
            Literal key = field >= 0 ? keys[field] : (_unknownKeys ??= new LiteralArena<TWriter>()).Key(name);
            _keyBytes += key.Length + AroundValue;
            cells.Add((field, new(key, column, field >= 0 ? shapes[field] : ofUnknown(name))));
        }

        _format = format;
        return _cells = [.. (byTable ? cells.OrderBy(cell => (uint)cell.Field) : cells.AsEnumerable()).Select(cell => cell.Cell)]; // unknown fields are -1
    }
}
