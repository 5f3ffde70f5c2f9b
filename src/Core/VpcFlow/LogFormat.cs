// VpcFlow: the columns of a text format.
using Sluice.Core.Framing;

namespace Sluice.Core.VpcFlow;

/// <summary>Where each field stands in a line. Immutable; made once per header line or <c>fields</c> setting.</summary>
internal sealed class LogFormat
{
    private readonly byte[] _header;

    private LogFormat(FlowColumn[] columns, bool declared, byte[]? header = null, bool isCsv = false)
    {
        Columns = columns;
        IsDeclared = declared;
        IsCsv = isCsv;
        _header = header ?? [];
        IndexOf = new short[FlowFields.Count];
        Array.Fill(IndexOf, (short)-1);
        for (int i = 0; i < columns.Length; i++)
            if (columns[i].Field is >= 0 and var field && IndexOf[field] < 0)
                IndexOf[field] = (short)i;
        DropRepeatedNames(columns);
        CheckedFields = [.. FlowLine.CheckedByTable.Where(row => IndexOf[(int)row.Field] >= 0)];
        IsDefaultOrder = !isCsv && FlowOrders.IsDefaultLength(columns.Length) && !columns.Where((column, i) => column.Field != i).Any();
        MessageColumn = Array.FindIndex(columns, column => column.Field < 0 && LineKeys.IsLineKey(column.Name));
        HasIdentity = Array.Exists(columns, column => column.IsKnown && FlowFields.IsIdentity((FlowField)column.Field));
    }

    /// <summary>The orders of a file without header: version 2, perhaps followed by versions 3, 4 and 5; longest first.</summary>
    private static LogFormat[] Defaults { get; } = [.. FlowOrders.DefaultLengths.Select(length => Of(FlowOrders.Default(length), declared: false))];

    /// <summary>The order of Transit Gateway lines without header.</summary>
    public static LogFormat TransitGateway { get; } = Of(FlowOrders.Find("transit-gateway")!, declared: true);

    /// <summary>The columns in the order of the line.</summary>
    public FlowColumn[] Columns { get; }

    /// <summary>The column of each field, by <see cref="FlowField"/>; -1 where the format lacks it.</summary>
    public short[] IndexOf { get; }

    /// <summary>The typed fields for which <see cref="FlowLine"/> has no member of its own.</summary>
    public FlowFieldInfo[] CheckedFields { get; }

    /// <summary>A header line or the user named the columns; otherwise they are the default, and the shape of a line is checked.</summary>
    public bool IsDeclared { get; }

    /// <summary>Columns are separated by commas, and may be quoted.</summary>
    public bool IsCsv { get; }

    /// <summary>The columns are those of version 2 in AWS's order, perhaps followed by those of versions 3 to 5.</summary>
    public bool IsDefaultOrder { get; }

    /// <summary>The column that holds a whole line, for tables without a column of a flow record; -1 when there is none.</summary>
    public int MessageColumn { get; }

    /// <summary>The first column is a time.</summary>
    public bool BeginsWithTime => Columns[0].IsKnown && FlowFields.Of((FlowField)Columns[0].Field).Kind == FieldKind.Time;

    /// <summary>Whether a column makes the line a flow record.</summary>
    public bool HasIdentity { get; }

    /// <summary>Whether a line of as many tokens without a header would be read by the same columns.</summary>
    public bool IsDefault => HasColumnsOf(Default(Columns.Length)) || HasColumnsOf(TransitGateway);

    /// <summary>Whether lines mean the same under the two plans, even if their names are spelled differently.</summary>
    public bool HasColumnsOf(LogFormat other)
    {
        if (IsCsv != other.IsCsv || Columns.Length != other.Columns.Length)
            return false;
        for (int i = 0; i < Columns.Length; i++)
            if (Columns[i].Field != other.Columns[i].Field || !Columns[i].Name.AsSpan().SequenceEqual(other.Columns[i].Name))
                return false;
        return true;
    }

    /// <summary>About how many bytes of memory the format takes.</summary>
    public int Footprint
    {
        get
        {
            const int Fixed = 256, PerColumn = 56;
            int bytes = Fixed + _header.Length + IndexOf.Length * sizeof(short);
            foreach (FlowColumn column in Columns)
                bytes += PerColumn + column.Name.Length;
            return bytes;
        }
    }

    /// <summary>The longest default order that <paramref name="tokens"/> tokens can fill; version 2 when there are fewer.</summary>
    public static LogFormat Default(int tokens)
    {
        foreach (LogFormat format in Defaults)
            if (tokens >= format.Columns.Length)
                return format;
        return Defaults[^1];
    }

    /// <summary>The format of a header line; null when the line is not a header.</summary>
    /// <remarks>
    /// A header may begin with any field: the line is one when every token looks like a name and one of them makes it a
    /// flow record. Returns <paramref name="last"/> when the line repeats the header of that format.
    /// </remarks>
    public static unsafe LogFormat? FromHeader(byte* line, LineTokens tokens, LogFormat? last)
    {
        bool identity = false;
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<byte> name = tokens.Span(line, i);
            if (!IsName(name))
                return null;
            identity |= IsIdentity(name);
        }

        if (!identity)
            return null;
        var header = new ReadOnlySpan<byte>(line, tokens.Length);
        if (last is not null && header.SequenceEqual(last._header))
            return last;
        return FromNames(line, tokens, isCsv: false);
    }

    /// <summary>
    /// The format of a table's first line, split into <paramref name="cells"/>: they must name a column that makes a flow
    /// record, or one that holds whole lines. Null when they do not.
    /// </summary>
    public static unsafe LogFormat? FromCsvHeader(byte* line, LineTokens cells)
    {
        bool good = false;
        for (int i = 0; i < cells.Count; i++)
        {
            ReadOnlySpan<byte> name = cells.Span(line, i);
            bool holdsLines = LineKeys.IsLineKey(name);
            if (!holdsLines && !IsCsvName(name))
                return null;
            good |= holdsLines || IsIdentity(name);
        }

        return good && cells.Count > 1 ? FromNames(line, cells, isCsv: true) : null;
    }

    /// <summary>The format of the user's <c>fields</c>; throws <see cref="ArgumentException"/> with what is wrong with it.</summary>
    public static LogFormat FromSetting(string fields) =>
        FlowOrders.Find(fields.Trim()) is { } named ? Of(named, declared: true) : new LogFormat(FieldsSetting.Columns(fields), declared: true);

    /// <summary>Whether a token can be a field's name in a header: lower case letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static bool IsName(ReadOnlySpan<byte> token)
    {
        if (token.Length is 0 or > FlowColumn.MaxName || token[0] is < (byte)'a' or > (byte)'z')
            return false;
        foreach (byte b in token)
            if (b is not ((>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_'))
                return false;
        return true;
    }

    private static bool IsIdentity(ReadOnlySpan<byte> name) => FlowFields.TryFind(name, out FlowField field) && FlowFields.IsIdentity(field);

    /// <summary>Whether a cell can be a column's name: tables of other tools have capitals, blanks, or a leading <c>@</c>.</summary>
    private static bool IsCsvName(ReadOnlySpan<byte> name) => name.Length is > 0 and <= FlowColumn.MaxName
        && name[0] is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'@' or (byte)'_'
        && name.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 && name.IndexOfAny((byte)'"', (byte)'\\') < 0;

    private static LogFormat Of(IReadOnlyList<FlowField> order, bool declared) => new([.. order.Select(FlowColumn.Known)], declared);

    private static unsafe LogFormat FromNames(byte* line, LineTokens tokens, bool isCsv)
    {
        var columns = new FlowColumn[tokens.Count];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = FlowColumn.Named(tokens.Span(line, i));
        return new LogFormat(columns, declared: true, new ReadOnlySpan<byte>(line, tokens.Length).ToArray(), isCsv);
    }

    /// <summary>Empties a repeated unknown name: only its first column counts.</summary>
    private static void DropRepeatedNames(FlowColumn[] columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
            if (!columns[i].IsKnown && !seen.Add(System.Text.Encoding.UTF8.GetString(columns[i].Name)))
                columns[i] = new FlowColumn(-1, []);
    }
}
