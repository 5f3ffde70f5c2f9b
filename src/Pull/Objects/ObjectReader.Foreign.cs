// Objects: whether an object is a flow log at all. Until a record or a header is seen, nothing of it is given out.
using Sluice.Pull.Calls;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Objects;

internal sealed partial class ObjectReader
{
    /// <summary>After so much without a record, an object is no flow log.</summary>
    private const int JudgedBytes = 64 << 10, JudgedRows = 1000;

    /// <summary>
    /// Looks at the lines that are pending, without taking them: true once a record or a header is among them (or there
    /// is nothing but blanks), false while more has to be seen.
    /// </summary>
    private bool IsGenuine(ObjectRef item, bool end)
    {
        var pending = _lines.Pending;
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
                throw Stopped(item, _judge);
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

    /// <summary>Everything that was parsed so far is malformed.</summary>
    private bool IsDoubtful => _parser.Counts is { Records: 0, Malformed: > 0 };

    private ObjectFailure Foreign(ObjectRef item, string look) => new(Outcome.Foreign,
        $"{item} is not a flow log: it looks like {look}; none of it is emitted, and its message is "
        + (_context.Settings.OnForeignObject == OnForeignObject.Delete ? "deleted" : "kept") + " (see key_pattern, skip_keys and on_foreign_object)");
}
