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

    /// <summary>Where it stands among those of its kind, the one unused for longest first.</summary>
    public LinkedListNode<LineStream> Place { get; }

    /// <summary>The columns that its last header named; null before the first.</summary>
    public LineFormat? Format { get; set; }

    /// <summary>It had a header with columns of its own, which had to give way.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Lines were read by the columns of lines without a header.</summary>
    public bool HasPlainLines { get; set; }

    /// <summary>Its headers do not agree, and that was said.</summary>
    public bool IsWarned { get; set; }

    /// <summary>About how many bytes of memory it takes.</summary>
    public int Footprint => Overhead + Name.Length + (Format?.Footprint ?? 0);
}
