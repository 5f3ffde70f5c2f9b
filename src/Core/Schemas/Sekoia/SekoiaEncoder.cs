// Sekoia: schemas sekoia and sekoia-current.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;
using static Sluice.Core.Schemas.Sekoia.Pairs;

namespace Sluice.Core.Schemas.Sekoia;

/// <summary>
/// Writes the keys in the order of docs/SCHEMAS.md. Text that is constant for an action, status or protocol is one
/// literal; the size of a map is known before it is opened.
/// </summary>
internal sealed unsafe class SekoiaEncoder<TWriter> : SchemaEncoder<TWriter>
    where TWriter : struct, IRecordWriter
{
    private readonly bool _current;
    private readonly SekoiaLiterals<TWriter> _literals;
    private readonly ActionAndCloud<TWriter> _actionAndCloud;
    private readonly CompleteFlow<TWriter> _completeFlow;
    private TimeText _time = new();

    public SekoiaEncoder(bool current)
    {
        _current = current;
        _literals = new SekoiaLiterals<TWriter>(Arena, current);
        _actionAndCloud = new ActionAndCloud<TWriter>(_literals, current);
        _completeFlow = new CompleteFlow<TWriter>(_literals, Arena);
    }

    public override byte* Body(byte* at, FlowLine line, long offset)
    {
        if (!_current && CompleteFlow<TWriter>.Fits(line) && RelatedAddresses.Of(line) is { Count: 2 } related)
            return _completeFlow.Write(at, line, in related);
        at = Head(at, line);
        at = _actionAndCloud.Write(at, line);
        at = DestinationAndNetwork(at, line);
        return Tail(at, line);
    }

    /// <summary>Writes message, event and @timestamp.</summary>
    private byte* Head(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        bool user = !_current && line.AccountIsNumber;
        bool flowlogs = _current && ActionAndCloud<TWriter>.HasFlowlogs(line);
        int pairs = 4 + One(line.Time >= 0) + One(flowlogs) + One(HasDestination(line)) + One(line.Protocol.IsPresent)
            + One(line.Interface.IsPresent) + One(line.Source.IsPresent || line.Destination.IsPresent)
            + One(HasSource(line)) + One(user);
        w.Put(_literals.Top[pairs]);
        w.String(line.Message.Start, line.Message.Length, line.MessageIsClean);

        bool typed = !_current && (line.Action is FlowAction.Accept or FlowAction.Reject);
        bool named = !_current && line.Action != FlowAction.None;
        w.Put(_literals.Event[1 + One(named) + One(line.End >= 0) + One(line.Status != FlowStatus.None) + One(line.Start >= 0) + One(typed)]);
        if (named)
        {
            if (line.Action == FlowAction.Other)
            {
                w.Put(_literals.ActionKey);
                w.Lower(line.ActionText.Start, line.ActionText.Length, line.FieldsAreClean);
            }
            else
            {
                w.Put(_literals.EventAction[(int)line.Action]);
            }
        }

        w.Put(_literals.Category);
        if (line.End >= 0)
        {
            w.Put(_literals.End);
            w.Time(ref _time, line.End);
        }

        if (line.Status == FlowStatus.Other)
        {
            w.Put(_literals.OutcomeKey);
            w.Lower(line.StatusText.Start, line.StatusText.Length, line.FieldsAreClean);
        }
        else if (line.Status != FlowStatus.None)
        {
            w.Put(_literals.Outcome[(int)line.Status]);
        }

        if (line.Start >= 0)
        {
            w.Put(_literals.Start);
            w.Time(ref _time, line.Start);
        }

        if (typed)
            w.Put(_literals.EventType[(int)line.Action]);
        w.EndMap();
        if (line.Time >= 0)
        {
            w.Put(_literals.Timestamp);
            w.Time(ref _time, line.Time);
        }

        return w.At;
    }

    /// <summary>Writes destination and network.</summary>
    private byte* DestinationAndNetwork(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        if (HasDestination(line))
        {
            w.Put(_literals.Destination[(line.Destination.IsPresent ? 2 : 0) + One(line.DestinationPort.IsPresent)]);
            if (line.Destination.IsPresent)
            {
                w.Put(_literals.Address);
                w.String(line.Destination.Start, line.Destination.Length, clean: true);
                w.Put(_literals.Ip);
                w.String(line.Destination.Start, line.Destination.Length, clean: true);
            }

            if (line.DestinationPort.IsPresent)
            {
                w.Put(_literals.Port);
                w.Integer(line.DestinationPort.Text.Start, line.DestinationPort.Text.Length, line.DestinationPort.Value);
            }

            w.EndMap();
        }

        if (line.Protocol.IsPresent)
            w.Put(_literals.Network[line.Protocol.Value]);
        return w.At;
    }

    /// <summary>Writes observer, related, source, user, and the end of the record.</summary>
    private byte* Tail(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        if (line.Interface.IsPresent)
        {
            w.Put(_literals.Observer);
            w.String(line.Interface.Start, line.Interface.Length, line.FieldsAreClean);
            w.EndMap(3);
        }

        if (line.Source.IsPresent || line.Destination.IsPresent)
        {
            var related = RelatedAddresses.Of(line);
            w.Put(_literals.Related[related.Count]);
            w.String(related.First.Start, related.First.Length, clean: true);
            if (related.Count == 2)
                w.String(related.Second.Start, related.Second.Length, clean: true);
            w.EndArray();
            w.EndMap();
        }

        if (HasSource(line))
            w.At = SourceMap(w.At, line);
        if (!_current && line.AccountIsNumber)
        {
            w.Put(_literals.User);
            w.String(line.Account.Start, line.Account.Length, line.FieldsAreClean);
            w.EndMap();
        }

        w.EndMap();
        return w.At;
    }

    private byte* SourceMap(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        bool address = line.Source.IsPresent;
        w.Put(_literals.Source[(address ? 2 : 0) + One(line.Bytes.IsPresent) + One(line.Packets.IsPresent) + One(line.SourcePort.IsPresent)]);
        if (address)
        {
            w.Put(_literals.Address);
            w.String(line.Source.Start, line.Source.Length, clean: true);
        }

        if (line.Bytes.IsPresent)
        {
            w.Put(_literals.Bytes);
            w.Integer(line.Bytes.Text.Start, line.Bytes.Text.Length, line.Bytes.Value);
        }

        if (address)
        {
            w.Put(_literals.Ip);
            w.String(line.Source.Start, line.Source.Length, clean: true);
        }

        if (line.Packets.IsPresent)
        {
            w.Put(_literals.Packets);
            w.Integer(line.Packets.Text.Start, line.Packets.Text.Length, line.Packets.Value);
        }

        if (line.SourcePort.IsPresent)
        {
            w.Put(_literals.Port);
            w.Integer(line.SourcePort.Text.Start, line.SourcePort.Text.Length, line.SourcePort.Value);
        }

        w.EndMap();
        return w.At;
    }

    public override byte* MalformedBody(byte* at, Slice text, Slice reason, long offset)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_literals.Top[3]);
        w.String(text.Start, text.Length, clean: false);
        w.Put(_literals.PipelineError);
        w.String(reason.Start, reason.Length, clean: false);
        w.EndMap(2);
        return w.At;
    }

    private static bool HasDestination(FlowLine line) => line.Destination.IsPresent || line.DestinationPort.IsPresent;

    private static bool HasSource(FlowLine line) =>
        line.Source.IsPresent || line.SourcePort.IsPresent || line.Bytes.IsPresent || line.Packets.IsPresent;
}
