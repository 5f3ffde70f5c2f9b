// Delivery: where records end, in MessagePack and in lines.
using Sluice.Core.Encodings;
using Sluice.Core.Settings;

namespace Sluice.Pull.Delivery;

/// <summary>Measures whole records at the front of encoded output.</summary>
internal static class RecordCut
{
    /// <summary>The length of the first <paramref name="records"/> records of <paramref name="bytes"/>.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes, int records, OutputEncoding encoding)
    {
        if (encoding == OutputEncoding.MsgPack)
        {
            var reader = new MsgPackReader(bytes);
            while (records-- > 0 && reader.TrySkip())
            {
            }
            return reader.Position;
        }

        int end = 0;
        while (records-- > 0)
            end += bytes[end..].IndexOf((byte)'\n') + 1;
        return end;
    }
}
