// Pages: LZ4's block format (lz4/lz4, lz4_Block_format.md), without a frame, as LZ4_RAW has it.
namespace Sluice.Parquet.Pages;

/// <summary>Inflates an LZ4 block; see <see cref="BlockStream"/>.</summary>
internal sealed class Lz4Stream(Stream from, byte[] output) : BlockStream(from, output)
{
    private const int MinCopy = 4, Longer = 15;

    private int _token = -1;

    protected override bool Next()
    {
        // The copy of a sequence comes after its literals.
        if (_token >= 0)
        {
            int low = TryByte();
            if (low < 0)
                return false;
            int distance = low | (Byte() << 8);
            Copy(distance, Extended(_token & 15) + MinCopy);
            _token = -1;
            return true;
        }
        _token = TryByte();
        if (_token < 0)
            return false;
        Literal(Extended(_token >> 4));
        return true;
    }

    private long Extended(int nibble)
    {
        long length = nibble;
        int more = nibble == Longer ? 255 : 0;
        while (more == 255)
            length += more = Byte();
        return length;
    }
}
