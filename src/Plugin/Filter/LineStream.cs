// Filter: one stream of lines.
using Sluice.Core.Records;

namespace Sluice.Plugin.Filter;

/// <summary>Lines that follow each other: a header among them names the columns of those after it, and of no others.</summary>
internal sealed class LineStream
{
    private const int Overhead = 256;

    public LineStream(ReadOnlySpan<byte> name, ulong hash)
    {
        Name = name.ToArray();
        Hash = hash;
        Place = new LinkedListNode<LineStream>(this);
    }

    public byte[] Name { get; }

    public ulong Hash { get; }

    /// <summary>Its place in the list of its kind, which has the least recently used first.</summary>
    public LinkedListNode<LineStream> Place { get; }

    /// <summary>The columns that its last header named; null before the first.</summary>
    public StreamFormat? Format { get; set; }

    /// <summary>It had a header with columns of its own, which were evicted.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Lines were read, before any header, by the columns for lines without one.</summary>
    public bool HasPlainLines { get; set; }

    /// <summary>Its headers do not agree, and the warning was given.</summary>
    public bool IsWarned { get; set; }

    /// <summary>About how many bytes of memory it takes.</summary>
    public int Footprint => Overhead + Name.Length + (Format?.Footprint ?? 0);
}
