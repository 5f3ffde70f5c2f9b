// Encodings: MessagePack, as Fluent Bit carries events.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Sluice.Core.Text;

namespace Sluice.Core.Encodings;

/// <summary>An event is <c>[[time, metadata], body]</c>; the time is Fluent Bit's ext type 0 (seconds, nanoseconds).</summary>
internal unsafe struct MsgPackWriter : IRecordWriter
{
    private const byte FixMap = 0x80;
    private const byte FixArray = 0x90;
    private const byte FixStr = 0xA0;
    private const byte Str8 = 0xD9;
    private const byte Str16 = 0xDA;
    private const byte Str32 = 0xDB;
    private const byte Map16 = 0xDE;

    public byte* At { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Event(long seconds, uint nanoseconds, Literal metadata)
    {
        byte* at = At;
        Unsafe.WriteUnaligned(at, 0x00D79292); // array of 2, array of 2, fixext 8 of type 0
        BigEndian(at + 4, (uint)seconds);
        BigEndian(at + 8, nanoseconds);
        At = at + 12;
        Put(metadata);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndEvent()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Map(int pairs) => *At++ = (byte)(FixMap | pairs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* OpenMap()
    {
        byte* opened = At;
        At = opened + 3;
        return opened;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void CloseMap(byte* opened, int pairs)
    {
        opened[0] = Map16;
        opened[1] = (byte)(pairs >> 8);
        opened[2] = (byte)pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndMap(int levels = 1)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Array(int items) => *At++ = (byte)(FixArray | items);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndArray()
    {
    }

    // Keys come from data too, so they are checked; the constants of a schema are encoded once.
    public void Key(ReadOnlySpan<byte> name) => At = Checked(At, name);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void String(byte* text, int length, bool clean) =>
        At = clean ? RecordText.Copy(Header(At, length), text, length) : Checked(At, new ReadOnlySpan<byte>(text, length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Lower(byte* text, int length, bool clean)
    {
        byte* start = At;
        String(text, length, clean);
        RecordText.ToLower(start + HeaderLength(*start), At);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Integer(byte* text, int length, long value) => Integer(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Integer(long value)
    {
        byte* at = At;
        if (value < 0x80)
        {
            *at = (byte)value;
            At = at + 1;
        }
        else if (value <= ushort.MaxValue)
        {
            at[0] = 0xCD;
            at[1] = (byte)(value >> 8);
            at[2] = (byte)value;
            At = at + 3;
        }
        else
        {
            At = Wide(at, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Time(ref TimeText time, long seconds)
    {
        byte* at = At;
        *at = FixStr | TimeText.Length;
        time.Write(at + 1, seconds);
        At = at + TimeText.Length + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(Literal literal) => At = RecordText.Copy(At, literal.Start, literal.Length);

    // Static, on the pointer alone: a call on the struct itself would force it out of its register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Header(byte* at, int length)
    {
        if (length < 32)
        {
            *at = (byte)(FixStr | length);
            return at + 1;
        }

        if (length >= 256)
            return LongHeader(at, length);
        at[0] = Str8;
        at[1] = (byte)length;
        return at + 2;
    }

    private static int HeaderLength(byte first) => first switch
    {
        Str8 => 2,
        Str16 => 3,
        Str32 => 5,
        _ => 1,
    };

    private static byte* LongHeader(byte* at, int length)
    {
        if (length <= ushort.MaxValue)
        {
            at[0] = Str16;
            at[1] = (byte)(length >> 8);
            at[2] = (byte)length;
            return at + 3;
        }

        at[0] = Str32;
        BigEndian(at + 1, (uint)length);
        return at + 5;
    }

    private static byte* Checked(byte* at, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            at = Header(at, text.Length);
            text.CopyTo(new Span<byte>(at, text.Length));
            return at + text.Length;
        }

        byte* end = RecordText.Replace(at + 5, text);
        at[0] = Str32;
        BigEndian(at + 1, (uint)(end - at - 5));
        return end;
    }

    private static byte* Wide(byte* at, long value)
    {
        if (value <= uint.MaxValue)
        {
            at[0] = 0xCE;
            BigEndian(at + 1, (uint)value);
            return at + 5;
        }

        at[0] = 0xCF;
        Unsafe.WriteUnaligned(at + 1, BinaryPrimitives.ReverseEndianness(value));
        return at + 9;
    }

    private static void BigEndian(byte* at, uint value) => Unsafe.WriteUnaligned(at, BinaryPrimitives.ReverseEndianness(value));
}
