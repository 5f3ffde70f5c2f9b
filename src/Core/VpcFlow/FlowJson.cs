// VpcFlow: a record that is a JSON object, as from CloudWatch subscriptions and Parquet rows.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using Sluice.Core.Framing;
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>
/// Puts the members of an object into columns: names unescaped, numbers as plain whole numbers where they are
/// integral, without <c>null</c> values. Texts lie in scratch memory that is reused for every record.
/// </summary>
internal sealed unsafe class FlowJson
{
    private const int MaxMembers = LineTokens.Max;

    /// <summary>Leaves room for all known fields, however many unknown members come before them.</summary>
    public static readonly int MaxUnknown = MaxMembers - FlowFields.Count;

    /// <summary>Bytes between two texts in scratch memory, so that no text is followed by another's bytes.</summary>
    private const int Gap = 1;

    /// <summary>The most bytes by which numbers (1e18 without its exponent) and repaired names may grow in one record.</summary>
    private const int MaxGrowth = MaxMembers * 24;

    private readonly LineTokens _tokens = new();
    private readonly short[] _indexOf = GC.AllocateArray<short>(FlowFields.Count, pinned: true);
    private readonly sbyte[] _fields = GC.AllocateArray<sbyte>(MaxMembers, pinned: true);
    private readonly Slice[] _names = GC.AllocateArray<Slice>(MaxMembers, pinned: true);
    private readonly MemberNames _unknown = new();
    private byte[] _scratch = [];
    private byte* _start;
    private int _used;
    private int _count;
    private int _growth;

    /// <summary>
    /// Reads the object at the start of <paramref name="text"/>; <paramref name="trusted"/> says that the schema of its
    /// table makes it a flow record. <paramref name="end"/> is where the object ends, or where it stops being JSON.
    /// </summary>
    public JsonRecord Read(Slice text, bool trusted, FlowLine line, ref Fault fault, out int end)
    {
        Reserve(text.Length);
        _used = _count = _growth = 0;
        _unknown.Clear();
        Array.Fill(_indexOf, (short)-1);
        var cursor = new JsonCursor(text.Start, text.Length);
        JsonRecord result = Members(ref cursor, trusted, ref fault);
        end = cursor.Position;
        if (result != JsonRecord.Record)
            return result;
        line.Columns = new FlowColumns
        {
            Base = _start,
            Starts = _tokens.Starts,
            Ends = _tokens.Ends,
            IndexOf = (short*)Unsafe.AsPointer(ref _indexOf[0]),
            Fields = (sbyte*)Unsafe.AsPointer(ref _fields[0]),
            Names = (Slice*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_names)),
            Count = _count,
        };
        line.FieldsAreClean = false;
        return JsonRecord.Record;
    }

    /// <summary>Gives back memory that one huge object needed.</summary>
    public void Shrink(int most)
    {
        if (_scratch.Length > most)
            _scratch = [];
    }

    private void Reserve(int length)
    {
        // Unescaping never lengthens a text; a number may grow, and each text has a gap after it.
        int room = length + MaxGrowth + RecordText.Slack * 2;
        if (_scratch.Length >= room)
            return;
        _scratch = GC.AllocateUninitializedArray<byte>(Math.Max(room, Math.Min(_scratch.Length * 2, room + (1 << 20))), pinned: true);
        _start = (byte*)Unsafe.AsPointer(ref _scratch[0]);
    }

    private JsonRecord Members(ref JsonCursor cursor, bool trusted, ref Fault fault)
    {
        bool identity = trusted;
        var bad = default(Fault);
        int named = 0;
        int known = 0;
        if (!cursor.Take((byte)'{'))
            return Broken(cursor, ref fault);
        bool more = cursor.Peek() != '}';
        if (!more && !cursor.Take((byte)'}'))
            return Broken(cursor, ref fault);
        while (more)
        {
            if (!cursor.TakeName(out Slice raw, out bool isEscaped))
                return Broken(cursor, ref fault);
            Slice name = Keep(raw, isEscaped);
            if (name.Start is null)
                return Broken(cursor, ref fault);
            bool isKnown = FlowFields.TryFind(name.Span, out FlowField field);
            identity |= isKnown && FlowFields.IsIdentity(field);
            named++;
            known += isKnown ? 1 : 0;
            if (!Value(ref cursor, isKnown ? (int)field : -1, name, ref bad) || !cursor.TakeNext((byte)'}', out more))
                return Broken(cursor, ref fault);
        }

        if (!identity)
        {
            fault.Kind = FaultKind.NotAFlowObject;
            fault.Found = known;
            fault.Wanted = named;
            return JsonRecord.OtherObject;
        }

        if (bad.Kind == FaultKind.None)
            return JsonRecord.Record;
        fault = bad;
        return JsonRecord.BadValue;
    }

    private static JsonRecord Broken(in JsonCursor cursor, ref Fault fault)
    {
        fault.Kind = FaultKind.NotJson;
        fault.Found = cursor.Position;
        return cursor.IsIncomplete ? JsonRecord.Incomplete : JsonRecord.NotJson;
    }

    /// <summary>Reads the value of a member; false where it is not JSON.</summary>
    private bool Value(ref JsonCursor cursor, int field, Slice name, ref Fault bad)
    {
        Slice text;
        switch (cursor.Peek())
        {
            case (byte)'"':
                if (!cursor.TakeString(out Slice raw, out bool isEscaped))
                    return false;
                text = Keep(raw, isEscaped);
                if (text.Start is null)
                    return false;
                break;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                if (!cursor.TakeNumber(out Slice number))
                    return false;
                text = Number(number.Span);
                break;
            default:
                if (!cursor.TakeValue(out Slice other))
                    return false;
                bool isNull = *other.Start == 'n';
                if (!isNull && field >= 0 && bad.Kind == FaultKind.None)
                    bad = new Fault { Kind = FaultKind.NestedValue, Field = (FlowField)field };
                // Objects and arrays in unknown members are not written; true and false are.
                text = *other.Start is (byte)'t' or (byte)'f' ? Keep(other.Span) : default;
                break;
        }

        Take(text, field, name);
        return true;
    }

    /// <summary>Puts a member into a column; a repeated name replaces the earlier value.</summary>
    private void Take(Slice text, int field, Slice name)
    {
        if (field >= 0)
        {
            int earlier = _indexOf[field];
            if (earlier < 0 && !text.IsPresent)
                return;
            int column = earlier >= 0 ? earlier : _count++;
            _fields[column] = (sbyte)field;
            _indexOf[field] = (short)column;
            Place(column, text);
            return;
        }

        if (name.Length == 0)
            return;
        new Span<byte>(name.Start, name.Length).Replace((byte)'-', (byte)'_');
        if (!Utf8.IsValid(name.Span) && !TryReplace(ref name))
            return;
        if (_unknown.Find(name.Span, _names) is >= 0 and var known)
        {
            Place(known, text);
        }
        else if (text.IsPresent && _unknown.Count < MaxUnknown)
        {
            _unknown.Add(_count);
            _names[_count] = name;
            _fields[_count] = -1;
            Place(_count++, text);
        }
    }

    /// <summary>Makes a name valid UTF-8, since it is written as a key; false when scratch memory has no room for that.</summary>
    private bool TryReplace(ref Slice name)
    {
        const int Growth = 3; // U+FFFD for one byte
        if (_growth + name.Length * Growth > MaxGrowth)
            return false;
        _growth += name.Length * Growth;
        byte* at = _start + _used;
        name = Kept(at, (int)(RecordText.Replace(at, name.Span) - at));
        return true;
    }

    private void Place(int column, Slice text)
    {
        int start = text.IsPresent ? (int)(text.Start - _start) : 0;
        _tokens.Starts[column] = start;
        _tokens.Ends[column] = start + text.Length;
    }

    /// <summary>Keeps a number, without fraction and exponent where the value is whole: <c>6.0</c> is 6.</summary>
    private Slice Number(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            return Keep(text);
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            && decimal.IsInteger(value) && value is >= 0 and <= long.MaxValue)
        {
            Span<byte> digits = stackalloc byte[32];
            ((long)value).TryFormat(digits, out int written, provider: CultureInfo.InvariantCulture);
            // Scratch memory has room for that much growth; only a record that repeats a field many times needs more.
            int growth = Math.Max(0, written - text.Length);
            if (_growth + growth <= MaxGrowth)
            {
                _growth += growth;
                return Keep(digits[..written]);
            }
        }

        return Keep(text);
    }

    /// <summary>A string's text in scratch memory; its start is null where an escape is not valid text.</summary>
    private Slice Keep(Slice raw, bool isEscaped)
    {
        if (!isEscaped)
            return Keep(raw.Span);
        byte* at = _start + _used;
        int length = JsonText.Unescape(raw, at);
        return length < 0 ? default : Kept(at, length);
    }

    private Slice Keep(ReadOnlySpan<byte> text)
    {
        byte* at = _start + _used;
        text.CopyTo(new Span<byte>(at, _scratch.Length - _used));
        return Kept(at, text.Length);
    }

    private Slice Kept(byte* at, int length)
    {
        at[length] = (byte)' ';
        _used += length + Gap;
        return new Slice(at, length);
    }
}
