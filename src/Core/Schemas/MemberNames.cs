// Record: the names of unknown JSON members, as they will stand in the record.
using System.Text;
using System.Text.Unicode;

namespace Sluice.Core;

/// <summary>
/// Two names that differ in invalid bytes alone are one once those are replaced. One per encoder; filled for records
/// that have such bytes only.
/// </summary>
internal sealed unsafe class MemberNames
{
    private int[] _hashes = [];
    private bool _filled;

    /// <summary>Looks at the names of a record.</summary>
    public void Read(in FlowColumns columns)
    {
        _filled = false;
        for (int column = 0; column < columns.Count && !_filled; column++)
            _filled = columns.Fields[column] < 0 && !Utf8.IsValid(columns.Names[column].Span);
        if (!_filled)
            return;
        if (_hashes.Length < columns.Count)
            _hashes = new int[columns.Count * 2];
        for (int column = 0; column < columns.Count; column++)
            _hashes[column] = columns.Fields[column] < 0 ? HashOf(columns.Names[column].Span) : 0;
    }

    /// <summary>Whether a later member has the name too: the last one stands, as among known fields.</summary>
    public bool ComesAgain(in FlowColumns columns, int column)
    {
        if (!_filled)
            return false;
        int hash = _hashes[column];
        for (int later = column + 1; later < columns.Count; later++)
            if (_hashes[later] == hash && columns.Fields[later] < 0
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
