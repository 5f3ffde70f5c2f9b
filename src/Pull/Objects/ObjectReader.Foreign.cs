// Objects: whether an object is a flow log at all. Until a record or a header was seen nothing of it is given out.
using Sluice.Pull.Calls;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Objects;

internal sealed partial class ObjectReader
{
    /// <summary>So much without a record is no flow log.</summary>
    private const int JudgedBytes = 64 << 10, JudgedRows = 1000;

    /// <summary>
    /// Looks at the lines that are pending, without taking them: true once a record or a header is among them (or there
    /// is nothing but blanks), false while more has to be seen.
    /// </summary>
    private bool IsGenuine(ObjectRef item, bool end)
    {
        _scratch.Clear();
        _judgedTo += _judge.Parse(_lines.Pending[_judgedTo..], end, _scratch, stopAt: 1);
        var seen = _judge.Counts;
        if (seen.Records > 0 || seen.Headers > 0)
            return true;
        if (!end && _judgedTo < JudgedBytes)
            return false;
        return seen.Malformed == 0 ? true : throw Foreign(item, ForeignLook.Describe(_lines.Pending));
    }

    /// <summary>What was parsed so far is malformed, all of it.</summary>
    private bool IsDoubtful => _parser.Counts is { Records: 0, Malformed: > 0 };

    private ObjectFailure Foreign(ObjectRef item, string look) => new(Outcome.Foreign,
        $"{item} is no flow log: it looks like {look}; nothing of it is given out, and its message is "
        + (_context.Settings.OnForeignObject == OnForeignObject.Delete ? "deleted" : "kept") + " (key_pattern, skip_keys and on_foreign_object say what is read)");
}
