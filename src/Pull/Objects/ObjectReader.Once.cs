// Objects: records that an earlier receive of the message gave out are read again, but left out.
using Sluice.Core.Records;
using Sluice.Pull.Delivery;

namespace Sluice.Pull.Objects;

internal sealed partial class ObjectReader
{
    /// <summary>The state of a batch before something was parsed into it.</summary>
    private readonly record struct Mark(int Length, int Records, long Malformed);

    /// <summary>What is to be left out is parsed an event at a time, so that it can be counted.</summary>
    private int StopAt(Batch batch) => _skip > 0 ? batch.Length + 1 : _writer.BatchSize;

    /// <summary>Attributes what was parsed since <paramref name="mark"/>, without what is to be left out.</summary>
    private void Took(ObjectJob job, Batch batch, Mark mark)
    {
        int events = batch.Records - mark.Records;
        int malformed = KeepsMalformed ? (int)(_parser.Counts.Malformed - mark.Malformed) : 0;
        if (_skip > 0 && events > 0)
        {
            int left = (int)Math.Min(_skip, events);
            batch.Remove(mark.Length, RecordCut.LengthOf(batch.Bytes[mark.Length..], left, _context.Settings.Encoding), left);
            _skip -= left;
            events -= left;
            malformed = Math.Min(malformed, events);
        }
        _events += events;
        _writer.Wrote(job.Receipt, _progress, malformed);
    }
}
