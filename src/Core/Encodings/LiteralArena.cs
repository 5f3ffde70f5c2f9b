// Encodings: where the constant pieces of a schema are kept.
using System.Runtime.CompilerServices;
using Sluice.Core.Text;

namespace Sluice.Core.Encodings;

/// <summary>Encodes pieces once, with the writer that later copies them, into memory that does not move.</summary>
internal sealed unsafe class LiteralArena<TWriter>
    where TWriter : struct, IRecordWriter
{
    private const int BlockSize = 32 * 1024;

    private readonly List<byte[]> _blocks = [];
    private int _used = BlockSize;

    /// <summary>Writes the content of a literal.</summary>
    public delegate void Content(ref TWriter writer);

    /// <summary>Encodes one piece; <paramref name="most"/> bounds its encoded size.</summary>
    public Literal Make(Content content, int most = 256)
    {
        most += RecordText.Slack * 2;
        if (_used + most > BlockSize)
        {
            _blocks.Add(GC.AllocateArray<byte>(Math.Max(BlockSize, most), pinned: true));
            _used = 0;
        }

        byte* start = (byte*)Unsafe.AsPointer(ref _blocks[^1][_used]);
        TWriter writer = default;
        writer.At = start;
        content(ref writer);
        int length = (int)(writer.At - start);
        _used += length + RecordText.Slack;
        return new Literal(start, length);
    }

    /// <summary>Encodes a key.</summary>
    public Literal Key(ReadOnlySpan<byte> name)
    {
        byte[] copy = name.ToArray();
        return Make((ref TWriter w) => w.Key(copy), 64 + name.Length * 6);
    }
}
