// Encodings: compact JSON, one object per line.
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Sluice.Core.Text;

namespace Sluice.Core.Encodings;

/// <summary>
/// Every value ends with a comma, and the end of a map or array overwrites the last one: no state is needed to know
/// whether a member is the first.
/// </summary>
internal unsafe struct JsonWriter : IRecordWriter
{
    public byte* At { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Event(long seconds, uint nanoseconds, Literal metadata)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndEvent() => At[-1] = (byte)'\n';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Map(int pairs) => *At++ = (byte)'{';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* OpenMap()
    {
        Map(0);
        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CloseMap(byte* opened, int pairs) => EndMap();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndMap(int levels = 1)
    {
        byte* at = At;
        at[-1] = (byte)'}';
        for (; levels > 1; levels--)
            *at++ = (byte)'}';
        *at = (byte)',';
        At = at + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Array(int items) => *At++ = (byte)'[';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndArray()
    {
        At[-1] = (byte)']';
        *At++ = (byte)',';
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Key(ReadOnlySpan<byte> name) => At = EscapedKey(At, name);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void String(byte* text, int length, bool clean)
    {
        byte* at = At;
        *at++ = (byte)'"';
        at = clean ? RecordText.Copy(at, text, length) : RecordText.Escape(at, text, length);
        Unsafe.WriteUnaligned(at, (ushort)(',' << 8 | '"'));
        At = at + 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Lower(byte* text, int length, bool clean)
    {
        byte* start = At;
        String(text, length, clean);
        RecordText.ToLower(start, At);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Integer(byte* text, int length, long value)
    {
        if (*text == '0' && length > 1)
        {
            Integer(value); // JSON allows no leading zeros
            return;
        }

        byte* at = RecordText.Copy(At, text, length);
        *at = (byte)',';
        At = at + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Integer(long value) => At = Decimal(At, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Time(ref TimeText time, long seconds)
    {
        byte* at = At;
        *at = (byte)'"';
        time.Write(at + 1, seconds);
        Unsafe.WriteUnaligned(at + 1 + TimeText.Length, (ushort)(',' << 8 | '"'));
        At = at + TimeText.Length + 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(Literal literal) => At = RecordText.Copy(At, literal.Start, literal.Length);

    // Static, on the pointer alone: a call on the struct itself would force it out of its register.
    private static byte* EscapedKey(byte* at, ReadOnlySpan<byte> name)
    {
        *at++ = (byte)'"';
        fixed (byte* text = name)
            at = RecordText.Escape(at, text, name.Length);
        *at++ = (byte)'"';
        *at++ = (byte)':';
        return at;
    }

    private static byte* Decimal(byte* at, long value)
    {
        Utf8Formatter.TryFormat(value, new Span<byte>(at, RecordText.Slack), out int written);
        at[written] = (byte)',';
        return at + written + 1;
    }
}
