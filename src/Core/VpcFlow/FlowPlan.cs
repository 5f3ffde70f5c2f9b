// Lines: a column plan, the order of the fields in the lines of one file.
using System.Buffers;

namespace Sluice.Core;

/// <summary>Where each field stands in a line. Immutable; made once per header line or <c>fields</c> setting.</summary>
internal sealed class FlowPlan
{
    private static readonly SearchValues<char> NameSeparators = SearchValues.Create(" \t,;\r\n");

    /// <summary>The order of a file without header: version 2, then versions 3, 4 and 5 as they follow it.</summary>
    private static readonly FlowPlan[] DefaultPlans =
        [.. new[] { Version2Length, 21, 25, 29 }.Select(count => new FlowPlan(
            [.. FlowFields.All.Take(count).Select(row => Known(row.Field))], declared: false))];

    private FlowPlan(FlowColumn[] columns, bool declared)
    {
        Columns = columns;
        IsDeclared = declared;
        IndexOf = new sbyte[FlowFields.Count];
        Array.Fill(IndexOf, (sbyte)-1);
        for (int i = 0; i < columns.Length; i++)
            if (columns[i].Field is >= 0 and var field && IndexOf[field] < 0)
                IndexOf[field] = (sbyte)i;
        DropRepeatedNames(columns);
        CheckedFields = [.. FlowLine.CheckedByTable.Where(row => IndexOf[(int)row.Field] >= 0)];
    }

    /// <summary>Columns of the default format of version 2.</summary>
    public const int Version2Length = 14;

    /// <summary>The columns in the order of the line.</summary>
    public FlowColumn[] Columns { get; }

    /// <summary>The column of each field, by <see cref="FlowField"/>; -1 where the format lacks it.</summary>
    public sbyte[] IndexOf { get; }

    /// <summary>The typed fields that <see cref="FlowLine"/> has no place of its own for.</summary>
    public FlowFieldInfo[] CheckedFields { get; }

    /// <summary>A header line or the user named the columns; else they are the default, to be checked by shape.</summary>
    public bool IsDeclared { get; }

    /// <summary>The default order, cut to the versions that <paramref name="tokens"/> tokens can hold.</summary>
    public static FlowPlan Default(int tokens) =>
        DefaultPlans[tokens >= 29 ? 3 : tokens >= 25 ? 2 : tokens >= 21 ? 1 : 0];

    /// <summary>The plan of a header line; null when the line is no header.</summary>
    /// <remarks>
    /// A header may begin with any field: it is one when every token looks like a name and at least half are known.
    /// </remarks>
    public static unsafe FlowPlan? FromHeader(byte* line, LineTokens tokens)
    {
        int known = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<byte> name = tokens.Span(line, i);
            if (!IsName(name))
                return null;
            if (FlowFields.TryFind(name, out _))
                known++;
        }

        if (known == 0 || known * 2 < tokens.Count)
            return null;
        var columns = new FlowColumn[tokens.Count];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = Column(tokens.Span(line, i));
        return new FlowPlan(columns, declared: true);
    }

    /// <summary>The plan of the user's <c>fields</c>; throws <see cref="ArgumentException"/> with the name that is none.</summary>
    public static FlowPlan FromSetting(string fields)
    {
        var columns = new List<FlowColumn>();
        foreach (Range range in fields.AsSpan().SplitAny(NameSeparators))
        {
            ReadOnlySpan<char> name = fields.AsSpan(range).Trim('"').Trim('\'');
            if (name.IsEmpty)
                continue;
            if (name.StartsWith("${") && name.EndsWith("}"))
                name = name[2..^1];
            byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(name.ToString());
            if (!FlowFields.TryFind(utf8, out _) && !IsName(utf8))
                throw new ArgumentException($"fields: \"{name}\" is no field name (lower case letters, digits, '-' and '_')");
            columns.Add(Column(utf8));
        }

        if (columns.Count == 0)
            throw new ArgumentException("fields: no field is named");
        if (columns.Count > LineTokens.Max)
            throw new ArgumentException($"fields: {columns.Count} fields are named; at most {LineTokens.Max} are read");
        if (!columns.Exists(column => column.IsKnown))
            throw new ArgumentException("fields: none of the names is a flow-log field (docs/FIELDS.md lists them)");
        return new FlowPlan([.. columns], declared: true);
    }

    /// <summary>An unknown name that comes again is no column of its own: its name is emptied.</summary>
    private static void DropRepeatedNames(FlowColumn[] columns)
    {
        for (int i = 0; i < columns.Length; i++)
            if (!columns[i].IsKnown && Array.Exists(columns[..i], earlier => earlier.Name.AsSpan().SequenceEqual(columns[i].Name)))
                columns[i] = new FlowColumn(-1, []);
    }

    private static FlowColumn Column(ReadOnlySpan<byte> name) =>
        FlowFields.TryFind(name, out FlowField field)
            ? Known(field)
            : new FlowColumn(-1, System.Text.Encoding.UTF8.GetBytes(
                System.Text.Encoding.UTF8.GetString(name).Replace('-', '_')));

    private static FlowColumn Known(FlowField field) =>
        new((int)field, System.Text.Encoding.UTF8.GetBytes(FlowFields.Of(field).Name.Replace('-', '_')));

    private static bool IsName(ReadOnlySpan<byte> token)
    {
        if (token.Length is 0 or > 64 || token[0] is < (byte)'a' or > (byte)'z')
            return false;
        foreach (byte b in token)
            if (b is not ((>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_'))
                return false;
        return true;
    }
}
