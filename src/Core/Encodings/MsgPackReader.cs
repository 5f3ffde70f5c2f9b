// Encodings: reads MessagePack that another program wrote, trusting none of its lengths.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sluice.Core.Encodings;

/// <summary>
/// Walks MessagePack values in place. Every legal form of a value is accepted, also ones longer than needed
/// (a map of one pair as <c>map32</c>). Nothing throws and nothing recurses: a false result means that the data ends
/// early or is not MessagePack, and <see cref="Position"/> is then unspecified.
/// </summary>
public ref struct MsgPackReader
{
    private readonly ReadOnlySpan<byte> _data;

    /// <summary>Reads <paramref name="data"/> from <paramref name="position"/> on.</summary>
    public MsgPackReader(ReadOnlySpan<byte> data, int position = 0)
    {
        _data = data;
        Position = position;
    }

    /// <summary>Offset of the next value.</summary>
    public int Position { get; set; }

    /// <summary>No value follows.</summary>
    public readonly bool AtEnd => Position >= _data.Length;

    /// <summary>All of the data, including what was read.</summary>
    public readonly ReadOnlySpan<byte> Data => _data;

    /// <summary>The data not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _data[Position..];

    /// <summary>The kind of the next value, without consuming it; <see cref="MsgPackKind.None"/> at the end.</summary>
    public readonly MsgPackKind Peek()
    {
        if (AtEnd)
            return MsgPackKind.None;
        byte code = _data[Position];
        return code switch
        {
            <= 0x7f or >= 0xe0 => MsgPackKind.Integer,
            <= 0x8f => MsgPackKind.Map,
            <= 0x9f => MsgPackKind.Array,
            <= 0xbf => MsgPackKind.String,
            0xc0 => MsgPackKind.Nil,
            0xc1 => MsgPackKind.None,
            0xc2 or 0xc3 => MsgPackKind.Boolean,
            <= 0xc6 => MsgPackKind.Binary,
            <= 0xc9 => MsgPackKind.Extension,
            <= 0xcb => MsgPackKind.Float,
            <= 0xd3 => MsgPackKind.Integer,
            <= 0xd8 => MsgPackKind.Extension,
            <= 0xdb => MsgPackKind.String,
            <= 0xdd => MsgPackKind.Array,
            _ => MsgPackKind.Map,
        };
    }

    /// <summary>Reads the header of an array; its values follow.</summary>
    public bool TryReadArray(out uint count) => TryReadHeader(0x90, 0xdc, out count);

    /// <summary>Reads the header of a map; its keys and values follow.</summary>
    public bool TryReadMap(out uint count) => TryReadHeader(0x80, 0xde, out count);

    /// <summary>Reads a string or binary value; the span points into the data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadText(out ReadOnlySpan<byte> text)
    {
        if (!AtEnd)
        {
            uint code = _data[Position];
            if (code - 0xa0 < 0x20)
                return TryTake(1, code - 0xa0, out text);
            // str8, str16, str32 and bin8, bin16, bin32
            uint form = code >= 0xd9 ? code - 0xd9 : code - 0xc4;
            if (form <= 2 && TryReadLength(form, out uint length))
                return TryTake(1 + (1 << (int)form), length, out text);
        }

        text = default;
        return false;
    }

    /// <summary>Skips one whole value, however deep.</summary>
    public bool TrySkip()
    {
        // Values still to skip; a header adds its children, so depth costs no stack.
        for (ulong left = 1; left > 0; left--)
        {
            if (AtEnd)
                return false;
            uint code = _data[Position];
            long size = 1;
            switch (code)
            {
                case <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3:
                    break;
                case <= 0x8f:
                    left += 2 * (code - 0x80);
                    break;
                case <= 0x9f:
                    left += code - 0x90;
                    break;
                case <= 0xbf:
                    size += code - 0xa0;
                    break;
                case 0xc1:
                    return false;
                case <= 0xc6:
                    if (!TryReadLength(code - 0xc4, out uint binary))
                        return false;
                    size += (1L << (int)(code - 0xc4)) + binary;
                    break;
                case <= 0xc9:
                    if (!TryReadLength(code - 0xc7, out uint extension))
                        return false;
                    size += (1L << (int)(code - 0xc7)) + 1 + extension;
                    break;
                case <= 0xcb:
                    size += 4L << (int)(code - 0xca);
                    break;
                case <= 0xd3:
                    size += 1L << (int)((code - 0xcc) & 3);
                    break;
                case <= 0xd8:
                    size += 1 + (1L << (int)(code - 0xd4));
                    break;
                case <= 0xdb:
                    if (!TryReadLength(code - 0xd9, out uint text))
                        return false;
                    size += (1L << (int)(code - 0xd9)) + text;
                    break;
                default:
                    // array16, array32, map16, map32: two or four bytes of count
                    uint wide = (code - 0xdc) & 1;
                    if (!TryReadLength(1 + wide, out uint count))
                        return false;
                    size += 2L << (int)wide;
                    left += code >= 0xde ? 2UL * count : count;
                    break;
            }

            if (size > _data.Length - Position)
                return false;
            Position += (int)size;
        }

        return true;
    }

    private bool TryReadHeader(uint small, uint wide, out uint count)
    {
        count = 0;
        if (AtEnd)
            return false;
        uint code = _data[Position];
        if (code - small < 0x10)
        {
            count = code - small;
            Position++;
            return true;
        }

        uint form = code - wide;
        if (form > 1 || !TryReadLength(1 + form, out count))
            return false;
        Position += 1 + (2 << (int)form);
        return true;
    }

    // The big-endian length after the code: one, two or four bytes.
    private readonly bool TryReadLength(uint form, out uint length)
    {
        int at = Position + 1;
        int size = 1 << (int)form;
        if (size > _data.Length - at)
        {
            length = 0;
            return false;
        }

        length = form switch
        {
            0 => _data[at],
            1 => BinaryPrimitives.ReadUInt16BigEndian(_data[at..]),
            _ => BinaryPrimitives.ReadUInt32BigEndian(_data[at..]),
        };
        return true;
    }

    private bool TryTake(int header, uint length, out ReadOnlySpan<byte> text)
    {
        if (length > (long)_data.Length - Position - header)
        {
            text = default;
            return false;
        }

        text = _data.Slice(Position + header, (int)length);
        Position += header + (int)length;
        return true;
    }

    /// <summary>Enters the map at the position and goes to the value of a key; false if there is none.</summary>
    public bool TryFind(scoped ReadOnlySpan<byte> key)
    {
        if (!TryReadMap(out uint pairs))
            return false;
        for (uint i = 0; i < pairs; i++)
        {
            if (!TryReadText(out var own))
                return false;
            if (own.SequenceEqual(key))
                return true;
            if (!TrySkip())
                return false;
        }

        return false;
    }
}
