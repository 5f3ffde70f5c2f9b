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
    private const int JudgedBytes = 64 << 10, JudgedRows = 1000;

    private readonly FlowParser _judge = new(options with { OnMalformed = OnMalformed.Drop });
    private readonly Batch _scratch = new(4096);
    private int _judgedTo, _judgedLines;

    /// <summary>Forgets the object before.</summary>
    public void Reset()
    {
        _judgedTo = _judgedLines = 0;
        _judge.Reset(null);
    }

    /// <summary>
    /// Looks at the lines that are pending, without taking them: true once a record or a header is among them (or there
    /// is nothing but blanks), false while more has to be seen.
    /// </summary>
    public bool IsGenuine(ObjectRef item, ReadOnlySpan<byte> pending, bool end)
    {
        bool more = true;
        while (more && _judgedTo < JudgedBytes)
        {
            // A line at a time: what is judged must not depend on how much of the object is at hand.
            int feed = _judgedLines < pending.Length ? pending[_judgedLines..].IndexOf((byte)'\n') : -1;
            more = feed >= 0;
            if (!more && !end && pending.Length - _judgedTo <= _judge.MaxLineBytes + 1)
                return false;
            int to = more ? _judgedLines + feed + 1 : pending.Length;
            _scratch.Clear();
            int used = _judge.Parse(pending[_judgedTo..to], end && to == pending.Length, _scratch, stopAt: 1);
            if (_judge.Failed)
                throw ObjectFaults.Overlong(item, _judge);
            if (_judge.Counts.Records > 0 || _judge.Counts.Headers > 0)
                return true;
            // A value that spans line ends is tried again with twice as many bytes.
            _judgedLines = used > 0 ? to : to + (to - _judgedTo);
            _judgedTo += used;
        }
        if (!end && _judgedTo < JudgedBytes)
            return false;
        return _judge.Counts.Malformed == 0 ? true : throw Foreign(item, ForeignLook.Describe(pending));
    }

    /// <summary>Judges rows, which can be read again from the file: returns when they are to be parsed from their start.</summary>
    public void JudgeRows(ObjectRef item, Stream file)
    {
        using var rows = ParquetFlowReader.Open(file, context.Parquet.Limits);
        bool more = true;
        while (more && !_judge.Failed && _judge.Counts is { Records: 0, Malformed: < JudgedRows })
        {
            _scratch.Clear();
            more = rows.Read(_judge, _scratch, 1, context.Stop);
        }
        if (_judge.Failed)
            throw ObjectFaults.Overlong(item, _judge);
        if (_judge.Counts is { Records: 0, Malformed: > 0 })
            throw Foreign(item, "some other kind of Parquet file");
    }

    public void Dispose()
    {
        _judge.Dispose();
        _scratch.Dispose();
    }

    private ObjectFailure Foreign(ObjectRef item, string look) => new(Outcome.Foreign,
        $"{item} is not a flow log: it looks like {look}; none of it is emitted, and its message is "
        + (context.Settings.OnForeignObject == OnForeignObject.Delete ? "deleted" : "kept") + " (see key_pattern, skip_keys and on_foreign_object)");
}
