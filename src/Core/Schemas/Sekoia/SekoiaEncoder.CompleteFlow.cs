// Sekoia: the fast path of schema sekoia, for an accepted or rejected flow with no field of version 2 absent, as most are.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Sekoia;

/// <summary>
/// Such a line leaves no choice between two of its values, so the constant text between them is one literal.
/// The record is the same as on the general path.
/// </summary>
internal sealed unsafe partial class SekoiaEncoder<TWriter>
{
    private readonly struct CompleteFlowLiterals
    {
        public readonly Literal Message, Destination, Related, Source;

        /// <summary>Indexed by <see cref="FlowAction"/>; set for accept and reject.</summary>
        public readonly Literal[] End = new Literal[3], Timestamp = new Literal[3], Account = new Literal[3];

        /// <summary>Indexed by protocol number.</summary>
        public readonly Literal[] Interface = new Literal[256];

        public readonly Literal Start;

        public CompleteFlowLiterals(SekoiaEncoder<TWriter> all)
        {
            const int Pairs = 11;
            Message = all._top[Pairs];
            Start = all.Joined(all._outcome[(int)FlowStatus.Ok], all._start);
            Destination = all.Arena.Make((ref TWriter w) =>
            {
                w.Put(all._provider);
                w.EndMap();
                w.Put(all._destination[3]);
                w.Put(all._address);
            });
            Related = all._related[2];
            Source = all.Joined(all._source[5], all._address);
            foreach (var action in (FlowAction[])[FlowAction.Accept, FlowAction.Reject])
            {
                int i = (int)action;
                End[i] = all.Joined(all._event[6], all._eventAction[i], all._category, all._end);
                Timestamp[i] = all.Arena.Make((ref TWriter w) =>
                {
                    w.Put(all._eventType[i]);
                    w.EndMap();
                    w.Put(all._timestamp);
                });
                Account[i] = all.Joined(all._actions[ActionIndex(action, FlowStatus.Ok, traffic: true)], all._cloud[3], all._account);
            }

            for (int i = 0; i < Interface.Length; i++)
                Interface[i] = all.Joined(all._network[i], all._observer);
        }
    }

    private Literal Joined(params Literal[] parts) => Arena.Make(
        (ref TWriter w) =>
        {
            foreach (Literal part in parts)
                w.Put(part);
        },
        most: 512);

    private bool IsCompleteFlow(FlowLine line) => !_current && line.IsComplete && line.Status == FlowStatus.Ok
        && line.Action is FlowAction.Accept or FlowAction.Reject;

    private byte* CompleteFlow(byte* at, FlowLine line, in RelatedAddresses related)
    {
        TWriter w = default;
        w.At = at;
        int action = (int)line.Action;
        bool clean = line.FieldsAreClean;
        w.Put(_flow.Message);
        w.String(line.Message.Start, line.Message.Length, line.MessageIsClean);
        w.Put(_flow.End[action]);
        w.Time(ref _time, line.End);
        w.Put(_flow.Start);
        w.Time(ref _time, line.Start);
        w.Put(_flow.Timestamp[action]);
        w.Time(ref _time, line.Start);
        w.Put(_flow.Account[action]);
        w.String(line.Account.Start, line.Account.Length, clean);
        w.EndMap();
        w.Put(_flow.Destination);
        w.String(line.Destination.Start, line.Destination.Length, clean: true);
        w.Put(_ip);
        w.String(line.Destination.Start, line.Destination.Length, clean: true);
        w.Put(_port);
        w.Integer(line.DestinationPort.Text.Start, line.DestinationPort.Text.Length, line.DestinationPort.Value);
        w.EndMap();
        w.Put(_flow.Interface[line.Protocol.Value]);
        w.String(line.Interface.Start, line.Interface.Length, clean);
        w.EndMap(3);
        w.Put(_flow.Related);
        w.String(related.First.Start, related.First.Length, clean: true);
        w.String(related.Second.Start, related.Second.Length, clean: true);
        w.EndArray();
        w.EndMap();
        w.Put(_flow.Source);
        w.String(line.Source.Start, line.Source.Length, clean: true);
        w.Put(_bytes);
        w.Integer(line.Bytes.Text.Start, line.Bytes.Text.Length, line.Bytes.Value);
        w.Put(_ip);
        w.String(line.Source.Start, line.Source.Length, clean: true);
        w.Put(_packets);
        w.Integer(line.Packets.Text.Start, line.Packets.Text.Length, line.Packets.Value);
        w.Put(_port);
        w.Integer(line.SourcePort.Text.Start, line.SourcePort.Text.Length, line.SourcePort.Value);
        w.EndMap();
        w.Put(_user);
        w.String(line.Account.Start, line.Account.Length, clean);
        w.EndMap();
        w.EndMap();
        return w.At;
    }
}
