// Filter: the streams that lines came from, and the columns of each.
using Sluice.Core.Records;

namespace Sluice.Plugin.Filter;

/// <summary>
/// Remembers a bounded number of streams, in bounded memory. An evicted stream whose header named columns of its own is
/// remembered as forgotten: its lines must not be read by the columns of others.
/// </summary>
internal sealed class LineStreams(FlowParser parser)
{
    /// <summary>Streams with a header that are remembered, and as many without one; the least recently used is evicted.</summary>
    public const int Most = 2048;

    /// <summary>Bytes that their columns may take; most streams share theirs with others.</summary>
    private const long MostBytes = Most * 8L * 1024;

    private const int RecentFormats = 16;

    private readonly Dictionary<byte[], LineStream>.AlternateLookup<ReadOnlySpan<byte>> _all =
        new Dictionary<byte[], LineStream>(StreamNames.Comparer).GetAlternateLookup<ReadOnlySpan<byte>>();

    private readonly LinkedList<LineStream> _named = [], _plain = [];
    private readonly RecentHashes _forgotten = new();
    private readonly List<StreamFormat> _formats = [];
    private long _bytes;

    /// <summary>The stream of this name.</summary>
    public LineStream Get(ReadOnlySpan<byte> name)
    {
        if (_all.TryGetValue(name, out var known))
        {
            var list = known.Place.List!;
            if (!ReferenceEquals(list.Last, known.Place))
            {
                list.Remove(known.Place);
                list.AddLast(known.Place);
            }

            return known;
        }

        ulong hash = StreamNames.Hash(name);
        var stream = new LineStream(name, hash) { IsForgotten = _forgotten.Contains(hash) };
        if (_plain.Count == Most)
            Drop(_plain);
        _plain.AddLast(stream.Place);
        _all[name] = stream;
        return stream;
    }

    /// <summary>A header has named the stream's columns; returns the number of streams with a header that were evicted.</summary>
    public int SetFormat(LineStream stream, StreamFormat format)
    {
        if (stream.Format is not null)
            _bytes -= stream.Footprint;
        stream.Format = Shared(format);
        stream.IsForgotten = false;
        _forgotten.Remove(stream.Hash);
        _bytes += stream.Footprint;
        stream.Place.List!.Remove(stream.Place);
        _named.AddLast(stream.Place);
        int dropped = 0;
        for (; _named.Count > 1 && (_named.Count > Most || _bytes > MostBytes); dropped++)
        {
            var oldest = _named.First!.Value;
            _bytes -= oldest.Footprint;
            if (!parser.IsHeaderless(oldest.Format!))
                _forgotten.Add(oldest.Hash);
            Drop(_named);
        }

        return dropped;
    }

    // Streams of one source have the same header: one copy of its columns serves them all.
    private StreamFormat Shared(StreamFormat format)
    {
        foreach (var known in _formats)
            if (known.HasColumnsOf(format))
                return known;
        if (_formats.Count == RecentFormats)
            _formats.RemoveAt(0);
        _formats.Add(format);
        return format;
    }

    private void Drop(LinkedList<LineStream> list)
    {
        _all.Remove(list.First!.Value.Name);
        list.RemoveFirst();
    }
}
