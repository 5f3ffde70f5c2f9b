// Shared: tag values, which arrive percent-encoded.
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Sluice.Core.Text;

namespace Sluice.Core.Schemas.Shared;

/// <summary>Decodes into its own memory, which the next value overwrites. One per encoder.</summary>
internal sealed unsafe class TagText
{
    private byte[] _decoded = GC.AllocateArray<byte>(256, pinned: true);

    /// <summary>
    /// The decoded text, or <paramref name="text"/> itself when it has no <c>%</c>; a <c>%</c> that begins no escape
    /// stays as it is. Decoded text may hold any bytes, so <paramref name="clean"/> is then false.
    /// </summary>
    public Slice Decode(Slice text, ref bool clean)
    {
        if (!text.Span.Contains((byte)'%'))
            return text;
        clean = false;
        if (_decoded.Length < text.Length + RecordText.Slack)
            _decoded = GC.AllocateArray<byte>(text.Length * 2 + RecordText.Slack, pinned: true);
        byte* to = (byte*)Unsafe.AsPointer(ref _decoded[0]);
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text.Start[i] == '%' && i + 2 < text.Length
                && Utf8Parser.TryParse(text.Span.Slice(i + 1, 2), out byte value, out int used, 'x') && used == 2)
            {
                to[length++] = value;
                i += 2;
            }
            else
            {
                to[length++] = text.Start[i];
            }
        }

        return new Slice(to, length);
    }
}
