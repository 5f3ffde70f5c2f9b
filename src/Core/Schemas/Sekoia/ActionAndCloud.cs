// Sekoia: action, aws and cloud.
using Sluice.Core.Encodings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;
using static Sluice.Core.Schemas.Sekoia.Pairs;

namespace Sluice.Core.Schemas.Sekoia;

/// <summary>What was done with a flow, and in whose cloud; <paramref name="current"/> is schema sekoia-current.</summary>
internal sealed unsafe class ActionAndCloud<TWriter>(SekoiaLiterals<TWriter> literals, bool current)
    where TWriter : struct, IRecordWriter
{
    /// <summary>Writes action, aws and cloud.</summary>
    public byte* Write(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        bool traffic = line.HasTraffic;
        if (line.Action == FlowAction.Other || line.Status == FlowStatus.Other)
            w.At = UndocumentedAction(at, line, traffic);
        else
            w.Put(literals.Actions[SekoiaLiterals<TWriter>.ActionIndex(line.Action, line.Status, traffic)]);
        if (current)
            w.At = Flowlogs(w.At, line);

        Slice instance = current ? line.Get(FlowField.InstanceId) : default;
        w.Put(literals.Cloud[(current ? 1 : 2) + One(line.AccountIsNumber) + One(instance.IsPresent)]);
        if (line.AccountIsNumber)
        {
            w.Put(literals.Account);
            w.String(line.Account.Start, line.Account.Length, line.FieldsAreClean);
            w.EndMap();
        }

        if (instance.IsPresent)
        {
            w.Put(literals.Instance);
            w.String(instance.Start, instance.Length, line.FieldsAreClean);
            w.EndMap();
        }

        w.Put(literals.Provider);
        w.EndMap();
        return w.At;
    }

    /// <summary>Writes action for a line whose action or status is a word that AWS does not document.</summary>
    private byte* UndocumentedAction(byte* at, FlowLine line, bool traffic)
    {
        TWriter w = default;
        w.At = at;
        w.Put(literals.Action[1 + One(line.Action != FlowAction.None) + One(line.Status != FlowStatus.None) + One(traffic)]);
        if (line.Action != FlowAction.None)
        {
            w.Put(literals.NameKey);
            w.Lower(line.ActionText.Start, line.ActionText.Length, line.FieldsAreClean);
        }

        if (line.Status != FlowStatus.None)
        {
            w.Put(literals.OutcomeKey);
            w.Lower(line.StatusText.Start, line.StatusText.Length, line.FieldsAreClean);
        }

        if (traffic)
            w.Put(literals.Target);
        w.Put(literals.Forward);
        w.EndMap();
        return w.At;
    }

    /// <summary>Writes aws.flowlogs, in schema sekoia-current only.</summary>
    private byte* Flowlogs(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        Slice subnet = line.Get(FlowField.SubnetId);
        Slice flags = line.Get(FlowField.TcpFlags);
        Slice vpc = line.Get(FlowField.VpcId);
        int pairs = One(subnet.IsPresent) + One(flags.IsPresent) + One(vpc.IsPresent);
        if (pairs == 0)
            return at;
        w.Put(literals.Flowlogs[pairs]);
        if (subnet.IsPresent)
        {
            w.Put(literals.Subnet);
            w.String(subnet.Start, subnet.Length, line.FieldsAreClean);
            w.EndMap();
        }

        if (flags.IsPresent)
        {
            Digits.TryParse(flags.Start, flags.Length, out long value);
            w.Put(literals.TcpFlags);
            w.Integer(flags.Start, flags.Length, value);
        }

        if (vpc.IsPresent)
        {
            w.Put(literals.Vpc);
            w.String(vpc.Start, vpc.Length, line.FieldsAreClean);
            w.EndMap();
        }

        w.EndMap(2);
        return w.At;
    }

    public static bool HasFlowlogs(FlowLine line) =>
        line.Get(FlowField.SubnetId).IsPresent || line.Get(FlowField.TcpFlags).IsPresent || line.Get(FlowField.VpcId).IsPresent;
}
