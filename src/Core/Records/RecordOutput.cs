// Records: writes and counts what lines become.
using System.Runtime.CompilerServices;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Settings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>Writes records, headers where they are wanted, and malformed lines through <paramref name="encoder"/>.</summary>
internal sealed unsafe class RecordOutput(RecordEncoder encoder, MalformedOutput malformed, bool writesHeaders, bool refusesOverlong)
{
    /// <summary>What was seen since the last reset.</summary>
    public ParseCounts Counts;

    /// <summary>Where the current line stands in the input.</summary>
    public long Offset;

    /// <summary>Seconds since 1970 for the event of a record that has no time of its own.</summary>
    public long TimeWhenAbsent;

    /// <summary>Seconds since 1970 of the last record; -1 when it had none, or the last line was malformed.</summary>
    public long LastTime { get; private set; } = -1;

    /// <summary>A malformed or refused line ended the input.</summary>
    public bool Failed { get; private set; }

    /// <summary>The line that ended the input is overlong; it is not counted.</summary>
    public bool MetOverlong { get; private set; }

    /// <summary>Begins the next input.</summary>
    public void Reset()
    {
        Counts = default;
        Offset = 0;
        Failed = MetOverlong = false;
    }

    /// <summary>Counts bytes of whole lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Used(int bytes)
    {
        Counts.BytesIn += bytes;
        Offset += bytes;
    }

    /// <summary>Writes the record of a line.</summary>
    public LineOutcome Record(FlowLine line, Target to)
    {
        byte* at = to.Batch.Reserve(encoder.Room(line));
        byte* end = to.BodyAlone
            ? encoder.Body(at, line, Offset)
            : encoder.Record(at, line, Offset, TimeWhenAbsent);
        to.Batch.Commit(end, 1);
        LastTime = encoder.TimeOf(line);
        Counts.Records++;
        if (line.Status == FlowStatus.NoData)
            Counts.NoData++;
        else if (line.Status == FlowStatus.SkipData)
            Counts.SkipData++;
        return LineOutcome.Record;
    }

    /// <summary>Counts a header line, and writes it where a later parser in the pipeline needs it too.</summary>
    public LineOutcome Header(Slice text, Target to)
    {
        Counts.Headers++;
        if (writesHeaders && !to.BodyAlone)
            to.Batch.Commit(encoder.Malformed(to.Batch.Reserve(encoder.Room(text.Length, clean: false)), text, default, Offset, TimeWhenAbsent), 1);
        return LineOutcome.Header;
    }

    /// <summary>Whether an overlong line is refused: it then ends the input here, instead of being malformed.</summary>
    public bool Refuses() => Failed = MetOverlong = refusesOverlong;

    /// <summary>Counts, reports and writes a malformed line.</summary>
    public LineOutcome Malformed(Slice text, in Fault fault, Target to)
    {
        Counts.Malformed++;
        LastTime = -1;
        malformed.Report(text, fault, Counts.Lines, Offset);
        if (malformed.Fate == OnMalformed.Fail)
            Failed = true;
        else if (malformed.Fate == OnMalformed.Keep)
            malformed.Write(text, Offset, TimeWhenAbsent, to);
        return LineOutcome.Malformed;
    }
}
