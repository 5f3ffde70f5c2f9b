// Filter: which columns a stream's lines have.
using Sluice.Core;

namespace Sluice.Plugin.Filter;

/// <summary>
/// A header line names the columns of the lines after it, in its own stream only. Streams are told apart by the
/// host's tag; of each only its columns are kept, a few kilobytes at most.
/// </summary>
internal sealed class TagFormats
{
    /// <summary>Tags with a header that are remembered; the one unused for longest gives way.</summary>
    private const int Most = 2048;

    private readonly List<(byte[] Tag, LineFormat Format)> _streams = [];

    /// <summary>The columns of this tag; null when it has shown no header.</summary>
    public LineFormat? Find(ReadOnlySpan<byte> tag)
    {
        int at = IndexOf(tag);
        if (at < 0)
            return null;
        var stream = _streams[at];
        if (at != _streams.Count - 1)
        {
            _streams.RemoveAt(at);
            _streams.Add(stream);
        }

        return stream.Format;
    }

    /// <summary>A header of this tag has named its columns.</summary>
    public void Set(ReadOnlySpan<byte> tag, LineFormat format)
    {
        int at = IndexOf(tag);
        if (at >= 0)
            _streams.RemoveAt(at);
        else if (_streams.Count == Most)
            _streams.RemoveAt(0);
        _streams.Add((tag.ToArray(), format));
    }

    private int IndexOf(ReadOnlySpan<byte> tag)
    {
        for (int i = _streams.Count - 1; i >= 0; i--)
            if (tag.SequenceEqual(_streams[i].Tag))
                return i;
        return -1;
    }
}
