// Sekoia: the fast path of schema sekoia, for an accepted or rejected flow with no field of version 2 absent, as most are.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Sekoia;

/// <summary>
/// Such a line leaves no choice between two of its values, so the constant text between them is one literal.
/// The record is the same as on the general path.
/// </summary>
internal sealed unsafe class CompleteFlow<TWriter>
    where TWriter : struct, IRecordWriter
{
    private readonly Literal _message, _start, _destination, _related, _source, _ip, _port, _bytes, _packets, _user;

    /// <summary>Indexed by <see cref="FlowAction"/>; set for accept and reject.</summary>
    private readonly Literal[] _end = new Literal[3], _timestamp = new Literal[3], _account = new Literal[3];

    /// <summary>Indexed by protocol number.</summary>
    private readonly Literal[] _interface = new Literal[256];

    private TimeText _time = new();

    public CompleteFlow(SekoiaLiterals<TWriter> literals, LiteralArena<TWriter> arena)
    {
        const int Pairs = 11;
        (_ip, _port, _bytes, _packets, _user) = (literals.Ip, literals.Port, literals.Bytes, literals.Packets, literals.User);
        _message = literals.Top[Pairs];
        _start = literals.Joined(literals.Outcome[(int)FlowStatus.Ok], literals.Start);
        _destination = arena.Make((ref TWriter w) =>
        {
            w.Put(literals.Provider);
            w.EndMap();
            w.Put(literals.Destination[3]);
            w.Put(literals.Address);
        });
        _related = literals.Related[2];
        _source = literals.Joined(literals.Source[5], literals.Address);
        foreach (var action in (FlowAction[])[FlowAction.Accept, FlowAction.Reject])
        {
            int i = (int)action;
            _end[i] = literals.Joined(literals.Event[6], literals.EventAction[i], literals.Category, literals.End);
            _timestamp[i] = arena.Make((ref TWriter w) =>
            {
                w.Put(literals.EventType[i]);
                w.EndMap();
                w.Put(literals.Timestamp);
            });
            _account[i] = literals.Joined(literals.Actions[SekoiaLiterals<TWriter>.ActionIndex(action, FlowStatus.Ok, traffic: true)], literals.Cloud[3], literals.Account);
        }

        for (int i = 0; i < _interface.Length; i++)
            _interface[i] = literals.Joined(literals.Network[i], literals.Observer);
    }

    /// <summary>Whether a line leaves no choice between two of its values.</summary>
    public static bool Fits(FlowLine line) => line.IsComplete && line.Status == FlowStatus.Ok
        && line.Action is FlowAction.Accept or FlowAction.Reject;

    public byte* Write(byte* at, FlowLine line, in RelatedAddresses related)
    {
        TWriter w = default;
        w.At = at;
        int action = (int)line.Action;
        bool clean = line.FieldsAreClean;
        w.Put(_message);
        w.String(line.Message.Start, line.Message.Length, line.MessageIsClean);
        w.Put(_end[action]);
        w.Time(ref _time, line.End);
        w.Put(_start);
        w.Time(ref _time, line.Start);
        w.Put(_timestamp[action]);
        w.Time(ref _time, line.Start);
        w.Put(_account[action]);
        w.String(line.Account.Start, line.Account.Length, clean);
        w.EndMap();
        w.Put(_destination);
        w.String(line.Destination.Start, line.Destination.Length, clean: true);
        w.Put(_ip);
        w.String(line.Destination.Start, line.Destination.Length, clean: true);
        w.Put(_port);
        w.Integer(line.DestinationPort.Text.Start, line.DestinationPort.Text.Length, line.DestinationPort.Value);
        w.EndMap();
        w.Put(_interface[line.Protocol.Value]);
        w.String(line.Interface.Start, line.Interface.Length, clean);
        w.EndMap(3);
        w.Put(_related);
        w.String(related.First.Start, related.First.Length, clean: true);
        w.String(related.Second.Start, related.Second.Length, clean: true);
        w.EndArray();
        w.EndMap();
        w.Put(_source);
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
