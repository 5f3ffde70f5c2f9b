// Record: aws.vpcflow of a JSON record.
using System.Text;

namespace Sluice.Core;

internal sealed unsafe partial class EcsEncoder<TWriter>
{
    /// <summary>By column, a hash of the name as it will stand in the record; filled for records that need it only.</summary>
    private int[] _nameHashes = [];

    /// <summary>The members of a JSON record, whose order and names may differ from one to the next.</summary>
    private byte* Members(byte* at, FlowLine line, ref int fields)
    {
        TWriter w = default;
        w.At = at;
        bool clean = line.FieldsAreClean;
        bool replaced = HashReplacedNames(line.Columns);
        for (int column = 0; column < line.Columns.Count; column++)
        {
            Slice text = line.Columns.At(column);
            int field = line.Columns.Fields[column];
            if (!text.IsPresent || (field >= 0 && line.Columns.IndexOf[field] != column))
                continue;
            EcsShape shape;
            if (field >= 0)
            {
                shape = _shapes[field];
                w.Put(_fields[field]);
            }
            else
            {
                ReadOnlySpan<byte> name = line.Columns.Names[column].Span;
                shape = EcsShapes.OfUnknown(name);
                if ((shape == EcsShape.FlagNames && FlagsOf(line) != 0) || (replaced && IsNamedAgain(line.Columns, column)))
                    continue;
                w.Key(name);
            }

            fields++;
            w.At = Value(w.At, shape, text, clean, ref fields);
        }

        return w.At;
    }

    /// <summary>
    /// Two names that differ in invalid bytes alone are one once those are replaced. Says whether a name has such
    /// bytes; only then the names must be compared as they will be written.
    /// </summary>
    private bool HashReplacedNames(in FlowColumns columns)
    {
        bool invalid = false;
        for (int column = 0; column < columns.Count && !invalid; column++)
            invalid = columns.Fields[column] < 0 && !System.Text.Unicode.Utf8.IsValid(columns.Names[column].Span);
        if (!invalid)
            return false;
        if (_nameHashes.Length < columns.Count)
            _nameHashes = new int[columns.Count * 2];
        for (int column = 0; column < columns.Count; column++)
            _nameHashes[column] = columns.Fields[column] < 0 ? HashOf(columns.Names[column].Span) : 0;
        return true;
    }

    /// <summary>Whether a later member has the name too: the last one stands, as among known fields.</summary>
    private bool IsNamedAgain(in FlowColumns columns, int column)
    {
        int hash = _nameHashes[column];
        for (int later = column + 1; later < columns.Count; later++)
            if (_nameHashes[later] == hash && columns.Fields[later] < 0
                && SameReplaced(columns.Names[column].Span, columns.Names[later].Span))
                return true;
        return false;
    }

    private static int HashOf(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        while (!name.IsEmpty)
        {
            Rune.DecodeFromUtf8(name, out Rune rune, out int consumed);
            hash.Add(rune.Value);
            name = name[consumed..];
        }

        return hash.ToHashCode();
    }

    private static bool SameReplaced(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        while (!a.IsEmpty && !b.IsEmpty)
        {
            Rune.DecodeFromUtf8(a, out Rune x, out int fromA);
            Rune.DecodeFromUtf8(b, out Rune y, out int fromB);
            if (x != y)
                return false;
            a = a[fromA..];
            b = b[fromB..];
        }

        return a.IsEmpty && b.IsEmpty;
    }
}
