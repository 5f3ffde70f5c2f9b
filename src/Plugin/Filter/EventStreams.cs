// Filter: which stream an event belongs to, and which columns its headers name for the lines after them.
using System.Text;
using Sluice.Core.Records;

namespace Sluice.Plugin.Filter;

/// <summary>Gives <paramref name="parser"/> the columns of the stream that an event belongs to.</summary>
internal sealed class EventStreams(FlowParser parser, FilterSettings settings, FilterCounters counters, Action<string> warn)
{
    // Tags, and files within them; and the objects of raw lines, which come and go.
    private readonly LineStreams _tags = new(parser), _objects = new(parser);

    private LineStream? _stream;
    private byte[] _name = new byte[256]; // of the stream: its tag and source, or its bucket and key, with a NUL between
    private int _sourceAt, _sourceLength, _objectKeyLength;
    private bool _hasOtherColumns; // of any stream
    private bool _isFullWarned;

    /// <summary>The keys under which an event may name its file, in the order in which they are tried.</summary>
    public byte[][] Keys { get; private set; } = settings.StreamKeys;

    private ReadOnlySpan<byte> CurrentSource => _name.AsSpan(_sourceAt, _sourceLength);

    private ReadOnlySpan<byte> CurrentObjectKey => _name.AsSpan(_sourceLength + 1, _objectKeyLength);

    /// <summary>Events may also name their file under this key; it comes before the known ones, and after the user's.</summary>
    public void AddKey(ReadOnlySpan<byte> key)
    {
        const int MostKeys = 32;
        foreach (byte[] known in Keys)
            if (key.SequenceEqual(known))
                return;
        if (Keys.Length < MostKeys && !key.IsEmpty)
            Keys = [.. settings.HasStreamKey ? Keys : [], key.ToArray(), .. settings.HasStreamKey ? [] : Keys];
    }

    /// <summary>Whether an event belongs to the stream of the event before.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> source, ReadOnlySpan<byte> objectKey) =>
        source.Length == _sourceLength && objectKey.Length == _objectKeyLength
        && (source.IsEmpty || (source.SequenceEqual(CurrentSource) && (objectKey.IsEmpty || objectKey.SequenceEqual(CurrentObjectKey))));

    /// <summary>The lines that follow belong to this tag, or to this file under it, or to this object.</summary>
    public void Enter(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> source, ReadOnlySpan<byte> objectKey)
    {
        Leave();
        int length = objectKey.IsEmpty ? NameOf(tag, source) : NameOf(source, objectKey);
        _sourceAt = objectKey.IsEmpty && !source.IsEmpty ? tag.Length + 1 : 0;
        _sourceLength = source.Length;
        _objectKeyLength = objectKey.Length;
        _stream = (objectKey.IsEmpty ? _tags : _objects).Get(_name.AsSpan(0, length));
        parser.Format = _stream.Format;
        parser.HasReadColumns = false;
        Trust();
    }

    private int NameOf(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (_name.Length < first.Length + 1 + second.Length)
            _name = new byte[first.Length + 1 + second.Length];
        first.CopyTo(_name);
        if (second.IsEmpty)
            return first.Length;
        _name[first.Length] = 0;
        second.CopyTo(_name.AsSpan(first.Length + 1));
        return first.Length + 1 + second.Length;
    }

    private void Trust() => parser.Headerless = _stream!.IsForgotten ? HeaderlessLines.Malformed
        : _hasOtherColumns ? HeaderlessLines.BeyondDoubt
        : HeaderlessLines.ByShape;

    private void Leave()
    {
        if (_stream is { Format: null } stream && parser.HasReadColumns)
            stream.HasPlainLines = true;
    }

    /// <summary>A header may have named columns for the lines that follow in the stream.</summary>
    public void HeaderSeen()
    {
        // Called for malformed lines too, as a header may be glued to one; most bring no new header.
        if (parser.Format is not { } format || ReferenceEquals(format, _stream!.Format))
            return;
        Leave();
        bool isHeaderless = parser.IsHeaderless(format);
        // The lines of an object or of one file are in order: a later header applies to the lines after it.
        bool isMixed = _sourceLength == 0 && (_stream.Format is { } earlier ? !earlier.HasColumnsOf(format) : _stream.HasPlainLines && !isHeaderless);
        _hasOtherColumns |= !isHeaderless;
        var streams = _objectKeyLength > 0 ? _objects : _tags;
        int dropped = streams.SetFormat(_stream, format);
        parser.Format = _stream.Format;
        Trust();
        if (isMixed)
            Disagree(_stream);
        if (dropped > 0)
            GaveWay(dropped, ofTags: streams == _tags);
    }

    private void Disagree(LineStream stream)
    {
        counters.HeaderConflicts++;
        if (stream.IsWarned)
            return;
        stream.IsWarned = true;
        warn($"the lines of tag '{Encoding.UTF8.GetString(stream.Name)}' come under different headers: a line without a header is read by the latest one. "
            + "Give each file its own tag (tag: vpc.*), or set path_key so that each event names its file");
    }

    private void GaveWay(int count, bool ofTags)
    {
        counters.ForgottenStreams += count;
        if (!ofTags || _isFullWarned)
            return;
        _isFullWarned = true;
        warn($"more than {LineStreams.Most} tags have had a header: the columns of the tag unused for longest are forgotten, and its lines are malformed until the "
            + "next header, unless they have the default format. 'Fields' names the columns of lines without a header");
    }
}
