// VpcFlow: the columns of a table whose rows come with the place of each value.
using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Core.Framing;

namespace Sluice.Core.VpcFlow;

/// <summary>
/// The columns of a table of flow records, whose names are looked up once, and where the values of the current row lie in
/// the row's JSON, so that it need not be read again. A record is the same as if its JSON were read (<see cref="FlowJson"/>).
/// </summary>
public sealed unsafe class TableColumns
{
    private readonly LineTokens _places = new();
    private readonly short[] _indexOf = GC.AllocateUninitializedArray<short>(FlowFields.Count, pinned: true);
    private readonly FlowColumn[] _columns;
    private readonly FlowFieldInfo[] _checked;

    private TableColumns(FlowColumn[] columns)
    {
        _columns = columns;
        _checked = [.. FlowLine.CheckedByTable.Where(row => Array.Exists(columns, column => column.Field == (int)row.Field))];
        Array.Fill(_indexOf, (short)-1);
    }

    /// <summary>The columns of these names; null where some of them mean more in JSON than their place: repeated, far too long or too many.</summary>
    public static TableColumns? Of(IEnumerable<string> names)
    {
        FlowColumn[] columns = [.. names.Select(name => FlowColumn.Named(Encoding.UTF8.GetBytes(name)))];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool usual = columns.Count(column => !column.IsKnown) <= FlowJson.MaxUnknown
            && Array.TrueForAll(columns, column => column.Name.Length is > 0 and <= FlowColumn.MaxName && seen.Add(Encoding.UTF8.GetString(column.Name)));
        return usual ? new TableColumns(columns) : null;
    }

    /// <summary>
    /// Says where the value of a column lies in the current row, for each column in turn; an absent one has no length. It
    /// is printable ASCII without quote and backslash, and a number has nothing but digits.
    /// </summary>
    public void Place(int column, int start, int end)
    {
        int field = _columns[column].Field; // checks the index, which pointers do not
        _places.Starts[column] = start;
        _places.Ends[column] = end;
        if (field >= 0)
            _indexOf[field] = (short)(start < end ? column : -1);
    }

    /// <summary>Takes the current row into <paramref name="line"/>; false with the reason when it is not a record.</summary>
    internal bool Read(byte* row, FlowLine line, ref Fault fault)
    {
        line.MessageIsClean = false; // it has quotes
        line.FieldsAreClean = true;
        line.Columns = new FlowColumns
        {
            Base = row,
            Starts = _places.Starts,
            Ends = _places.Ends,
            IndexOf = (short*)Unsafe.AsPointer(ref _indexOf[0]),
            Format = _columns,
            Count = _columns.Length,
        };
        return line.Check(_checked, declared: true, ref fault);
    }
}
