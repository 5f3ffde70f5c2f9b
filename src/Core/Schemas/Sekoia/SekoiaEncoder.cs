// Sekoia: schemas sekoia and sekoia-current.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Sekoia;

/// <summary>
/// Writes the keys in the order of docs/SCHEMAS.md. Text that is constant for an action, status or protocol is one
/// literal; the size of a map is known before it is opened.
/// </summary>
internal sealed unsafe partial class SekoiaEncoder<TWriter> : SchemaEncoder<TWriter>
    where TWriter : struct, IRecordWriter
{
    private readonly bool _current;
    private TimeText _time = new();

    public override byte* Body(byte* at, FlowLine line, long offset)
    {
        if (IsCompleteFlow(line) && RelatedAddresses.Of(line) is { Count: 2 } related)
            return CompleteFlow(at, line, in related);
        at = Head(at, line);
        at = ActionAndCloud(at, line);
        at = DestinationAndNetwork(at, line);
        return Tail(at, line);
    }

    /// <summary>Writes message, event and @timestamp.</summary>
    private byte* Head(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        bool user = !_current && line.AccountIsNumber;
        bool flowlogs = _current && HasFlowlogs(line);
        int pairs = 4 + One(line.Time >= 0) + One(flowlogs) + One(HasDestination(line)) + One(line.Protocol.IsPresent)
            + One(line.Interface.IsPresent) + One(line.Source.IsPresent || line.Destination.IsPresent)
            + One(HasSource(line)) + One(user);
        w.Put(_top[pairs]);
        w.String(line.Message.Start, line.Message.Length, line.MessageIsClean);

        bool typed = !_current && (line.Action is FlowAction.Accept or FlowAction.Reject);
        bool named = !_current && line.Action != FlowAction.None;
        w.Put(_event[1 + One(named) + One(line.End >= 0) + One(line.Status != FlowStatus.None) + One(line.Start >= 0) + One(typed)]);
        if (named)
        {
            if (line.Action == FlowAction.Other)
            {
                w.Put(_actionKey);
                w.Lower(line.ActionText.Start, line.ActionText.Length, line.FieldsAreClean);
            }
            else
            {
                w.Put(_eventAction[(int)line.Action]);
            }
        }

        w.Put(_category);
        if (line.End >= 0)
        {
            w.Put(_end);
            w.Time(ref _time, line.End);
        }

        if (line.Status == FlowStatus.Other)
        {
            w.Put(_outcomeKey);
            w.Lower(line.StatusText.Start, line.StatusText.Length, line.FieldsAreClean);
        }
        else if (line.Status != FlowStatus.None)
        {
            w.Put(_outcome[(int)line.Status]);
        }

        if (line.Start >= 0)
        {
            w.Put(_start);
            w.Time(ref _time, line.Start);
        }

        if (typed)
            w.Put(_eventType[(int)line.Action]);
        w.EndMap();
        if (line.Time >= 0)
        {
            w.Put(_timestamp);
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
            w.Put(_destination[(line.Destination.IsPresent ? 2 : 0) + One(line.DestinationPort.IsPresent)]);
            if (line.Destination.IsPresent)
            {
                w.Put(_address);
                w.String(line.Destination.Start, line.Destination.Length, clean: true);
                w.Put(_ip);
                w.String(line.Destination.Start, line.Destination.Length, clean: true);
            }

            if (line.DestinationPort.IsPresent)
            {
                w.Put(_port);
                w.Integer(line.DestinationPort.Text.Start, line.DestinationPort.Text.Length, line.DestinationPort.Value);
            }

            w.EndMap();
        }

        if (line.Protocol.IsPresent)
            w.Put(_network[line.Protocol.Value]);
        return w.At;
    }

    /// <summary>Writes observer, related, source, user, and the end of the record.</summary>
    private byte* Tail(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        if (line.Interface.IsPresent)
        {
            w.Put(_observer);
            w.String(line.Interface.Start, line.Interface.Length, line.FieldsAreClean);
            w.EndMap(3);
        }

        if (line.Source.IsPresent || line.Destination.IsPresent)
        {
            var related = RelatedAddresses.Of(line);
            w.Put(_related[related.Count]);
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
            w.Put(_user);
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
        w.Put(_source[(address ? 2 : 0) + One(line.Bytes.IsPresent) + One(line.Packets.IsPresent) + One(line.SourcePort.IsPresent)]);
        if (address)
        {
            w.Put(_address);
            w.String(line.Source.Start, line.Source.Length, clean: true);
        }

        if (line.Bytes.IsPresent)
        {
            w.Put(_bytes);
            w.Integer(line.Bytes.Text.Start, line.Bytes.Text.Length, line.Bytes.Value);
        }

        if (address)
        {
            w.Put(_ip);
            w.String(line.Source.Start, line.Source.Length, clean: true);
        }

        if (line.Packets.IsPresent)
        {
            w.Put(_packets);
            w.Integer(line.Packets.Text.Start, line.Packets.Text.Length, line.Packets.Value);
        }

        if (line.SourcePort.IsPresent)
        {
            w.Put(_port);
            w.Integer(line.SourcePort.Text.Start, line.SourcePort.Text.Length, line.SourcePort.Value);
        }

        w.EndMap();
        return w.At;
    }

    public override byte* MalformedBody(byte* at, Slice text, Slice reason, long offset)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_top[3]);
        w.String(text.Start, text.Length, clean: false);
        w.Put(_pipelineError);
        w.String(reason.Start, reason.Length, clean: false);
        w.EndMap(2);
        return w.At;
    }

    private static bool HasDestination(FlowLine line) => line.Destination.IsPresent || line.DestinationPort.IsPresent;

    private static bool HasSource(FlowLine line) =>
        line.Source.IsPresent || line.SourcePort.IsPresent || line.Bytes.IsPresent || line.Packets.IsPresent;

    private static int One(bool flag) => flag ? 1 : 0;
}
