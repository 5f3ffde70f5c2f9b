// Filter: which parser a stream's lines go to.
using Sluice.Core;

namespace Sluice.Plugin.Filter;

/// <summary>
/// A header line names the columns of the lines after it, in its own stream only. Streams are told apart by the
/// host's tag; all that never showed a header share one parser.
/// </summary>
internal sealed class TagParsers(Func<FlowParser> create) : IDisposable
{
    /// <summary>Tags with a header that are remembered; the one unused for longest gives way.</summary>
    private const int Most = 256;

    private readonly List<(byte[] Tag, FlowParser Parser)> _streams = [];
    private FlowParser _plain = create();

    /// <summary>The parser for this tag.</summary>
    public FlowParser Find(ReadOnlySpan<byte> tag)
    {
        for (int i = _streams.Count - 1; i >= 0; i--)
        {
            if (!tag.SequenceEqual(_streams[i].Tag))
                continue;
            var stream = _streams[i];
            if (i != _streams.Count - 1)
            {
                _streams.RemoveAt(i);
                _streams.Add(stream);
            }

            return stream.Parser;
        }

        return _plain;
    }

    /// <summary>The parser has just read a header of this tag: it is now that tag's own.</summary>
    public void HeaderSeen(FlowParser parser, ReadOnlySpan<byte> tag)
    {
        if (!ReferenceEquals(parser, _plain))
            return;
        if (_streams.Count == Most)
        {
            _streams[0].Parser.Dispose();
            _streams.RemoveAt(0);
        }

        _streams.Add((tag.ToArray(), parser));
        _plain = create();
    }

    public void Dispose()
    {
        _plain.Dispose();
        foreach (var (_, parser) in _streams)
            parser.Dispose();
        _streams.Clear();
    }
}
