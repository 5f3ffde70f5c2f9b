// Pages: Snappy's block format (google/snappy, format_description.txt).
namespace Sluice.Parquet.Pages;

/// <summary>Inflates a Snappy block; see <see cref="BlockStream"/>.</summary>
internal sealed class SnappyStream : BlockStream
{
    internal SnappyStream(Stream from, byte[] output, int size)
        : base(from, output)
    {
        long claimed = 0;
        int shift = 0;
        int b;
        do
        {
            b = Byte();
            claimed |= (long)(b & 127) << shift;
            shift += 7;
        }
        while (b >= 128 && shift < 35);
        if (b >= 128 || claimed != size)
            throw Damaged();
    }

    protected override bool Next()
    {
        int tag = TryByte();
        if (tag < 0)
            return false;
        int length = tag >> 2;
        switch (tag & 3)
        {
            case 0:
                Literal(length < 60 ? length + 1 : Number(length - 59) + 1L);
                break;
            case 1:
                Copy(((tag >> 5) << 8) | Byte(), (length & 7) + 4);
                break;
            case 2:
                Copy((int)Number(2), length + 1);
                break;
            default:
                long distance = Number(4);
                Copy(distance <= int.MaxValue ? (int)distance : throw Damaged(), length + 1);
                break;
        }
        return true;
    }

    private uint Number(int bytes)
    {
        uint value = 0;
        for (int i = 0; i < bytes; i++)
            value |= (uint)Byte() << (8 * i);
        return value;
    }
}
