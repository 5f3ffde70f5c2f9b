// VpcFlow: the columns that the user names.
using System.Buffers;
using Sluice.Core.Framing;
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>Reads the <c>fields</c> setting; throws <see cref="ArgumentException"/> with one line when it is wrong.</summary>
internal static class FieldsSetting
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t,;\r\n");

    /// <summary>The columns in the order of the setting.</summary>
    public static FlowColumn[] Columns(string fields)
    {
        var columns = new List<FlowColumn>();
        foreach (Range range in fields.AsSpan().SplitAny(Separators))
        {
            ReadOnlySpan<char> name = fields.AsSpan(range).Trim('"').Trim('\'');
            if (name.IsEmpty)
                continue;
            // AWS's own notation of a custom format.
            if (name.StartsWith("${") && name.EndsWith("}"))
                name = name[2..^1];
            byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(name.ToString());
            if (!FlowFields.TryFind(utf8, out _) && !LogFormat.IsName(utf8))
                throw new ArgumentException($"fields: \"{Printable.Escape(name.ToString())}\" is not a field name (lower case letters, digits, '-' and '_')");
            columns.Add(FlowColumn.Named(utf8));
        }

        if (columns.Count == 0)
            throw new ArgumentException("fields: no field names");
        if (columns.Count > LineTokens.Max)
            throw new ArgumentException($"fields: {columns.Count} field names; at most {LineTokens.Max} are supported");
        if (!columns.Exists(column => column.IsKnown))
            throw new ArgumentException($"fields: none of the names is a flow-log field (docs/FIELDS.md lists them) or a named format ({string.Join(", ", FlowOrders.Names)})");
        return [.. columns];
    }
}
