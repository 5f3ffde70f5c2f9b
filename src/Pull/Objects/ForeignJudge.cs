// Objects: whether an object is a flow log at all. Until a record or a header is seen, nothing of it is given out.
using Sluice.Core.Records;
using Sluice.Core.Settings;
using Sluice.Parquet;
using Sluice.Pull.Calls;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Objects;

/// <summary>Parses the first lines or rows of an object for nobody; belongs to one reader.</summary>
internal sealed class ForeignJudge(ReaderContext context, ParseOptions options) : IDisposable
{
    /// <summary>After so much without a record, an object is no flow log.</summary>
    private const int MostBytes = 64 << 10, MostRows = 1000;

    private readonly FlowParser _parser = new(options with { OnMalformed = OnMalformed.Drop });
    private readonly Batch _scratch = new(4096);
    private int _parsedTo, _linesTo;

    /// <summary>Forgets the object before.</summary>
    public void Reset()
    {
        _parsedTo = _linesTo = 0;
        _parser.Reset(null);
    }

    /// <summary>
    /// Looks at the lines that are pending, without taking them: true once a record or a header is among them (or there
    /// is nothing but blanks), false while more has to be seen.
    /// </summary>
    public bool IsGenuine(ObjectRef item, ReadOnlySpan<byte> pending, bool end)
    {
        bool more = true;
        while (more && _parsedTo < MostBytes)
        {
            // A line at a time: what is judged must not depend on how much of the object is at hand.
            int feed = _linesTo < pending.Length ? pending[_linesTo..].IndexOf((byte)'\n') : -1;
            more = feed >= 0;
            if (!more && !end && pending.Length - _parsedTo <= _parser.MaxLineBytes + 1)
                return false;
            int to = more ? _linesTo + feed + 1 : pending.Length;
            _scratch.Clear();
            int used = _parser.Parse(pending[_parsedTo..to], end && to == pending.Length, _scratch, stopAt: 1);
            if (_parser.Failed)
                throw ObjectFaults.Overlong(item, _parser);
            if (_parser.Counts.Records > 0 || _parser.Counts.Headers > 0)
                return true;
            // A value that spans line ends is tried again with twice as many bytes.
            _linesTo = used > 0 ? to : to + (to - _parsedTo);
            _parsedTo += used;
        }
        if (!end && _parsedTo < MostBytes)
            return false;
        return _parser.Counts.Malformed == 0 ? true : throw Foreign(item, ForeignLook.Describe(pending));
    }

    /// <summary>Judges rows, which can be read again from the file: returns when they are to be parsed from their start.</summary>
    public void JudgeRows(ObjectRef item, Stream file)
    {
        using var rows = ParquetFlowReader.Open(file, context.Parquet.Limits);
        bool more = true;
        while (more && !_parser.Failed && _parser.Counts is { Records: 0, Malformed: < MostRows })
        {
            _scratch.Clear();
            more = rows.Read(_parser, _scratch, 1, context.Stop);
        }
        if (_parser.Failed)
            throw ObjectFaults.Overlong(item, _parser);
        if (_parser.Counts is { Records: 0, Malformed: > 0 })
            throw Foreign(item, "some other kind of Parquet file");
    }

    public void Dispose()
    {
        _parser.Dispose();
        _scratch.Dispose();
    }

    private ObjectFailure Foreign(ObjectRef item, string look) => new(Outcome.Foreign,
        $"{item} is not a flow log: it looks like {look}; none of it is emitted, and its message is "
        + (context.Settings.OnForeignObject == OnForeignObject.Delete ? "deleted" : "kept") + " (see key_pattern, skip_keys and on_foreign_object)");
}
