// Records: how malformed lines are reported and kept.
using System.Runtime.CompilerServices;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Settings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>Says why a line is no record, to <paramref name="handler"/> and in the event that keeps the line.</summary>
internal sealed unsafe class MalformedOutput(RecordEncoder encoder, OnMalformed fate, MalformedHandler? handler)
{
    private readonly byte[] _reason = GC.AllocateArray<byte>(Fault.MaxText + RecordText.Slack, pinned: true);
    private int _reasonLength;

    /// <summary>What becomes of malformed lines.</summary>
    public OnMalformed Fate => fate;

    /// <summary>The kind of fault of the last malformed line.</summary>
    public FaultKind LastFault { get; private set; }

    /// <summary>Why the last malformed line was not a record, in UTF-8; valid until the next one.</summary>
    public ReadOnlySpan<byte> LastReason => _reason.AsSpan(0, _reasonLength);

    /// <summary>Reports a malformed line.</summary>
    public void Report(Slice text, in Fault fault, long lineNumber, long offset)
    {
        LastFault = fault.Kind;
        _reasonLength = fault.Format(_reason.AsSpan(0, Fault.MaxText));
        handler?.Invoke(new MalformedLine(lineNumber, offset, text.Span, LastReason) { Kind = LastFault });
    }

    /// <summary>Writes the line last reported as an event.</summary>
    public void Write(Slice text, long offset, long time, Target to)
    {
        var reason = new Slice((byte*)Unsafe.AsPointer(ref _reason[0]), _reasonLength);
        byte* at = to.Batch.Reserve(encoder.Room(text.Length + _reasonLength, clean: false));
        byte* end = to.BodyAlone
            ? encoder.MalformedBody(at, text, reason, offset)
            : encoder.Malformed(at, text, reason, offset, time);
        to.Batch.Commit(end, 1);
    }
}
