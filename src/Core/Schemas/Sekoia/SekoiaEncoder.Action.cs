// Sekoia: action, aws and cloud.
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Sekoia;

internal sealed unsafe partial class SekoiaEncoder<TWriter>
{
    /// <summary>Writes action, aws and cloud.</summary>
    private byte* ActionAndCloud(byte* at, FlowLine line)
    {
        TWriter w = default;
        w.At = at;
        bool traffic = line.HasTraffic;
        if (line.Action == FlowAction.Other || line.Status == FlowStatus.Other)
            w.At = UndocumentedAction(at, line, traffic);
        else
            w.Put(_actions[ActionIndex(line.Action, line.Status, traffic)]);
        if (_current)
            w.At = Flowlogs(w.At, line);

        Slice instance = _current ? line.Get(FlowField.InstanceId) : default;
        w.Put(_cloud[(_current ? 1 : 2) + One(line.AccountIsNumber) + One(instance.IsPresent)]);
        if (line.AccountIsNumber)
        {
            w.Put(_account);
            w.String(line.Account.Start, line.Account.Length, line.FieldsAreClean);
            w.EndMap();
        }

        if (instance.IsPresent)
        {
            w.Put(_instance);
            w.String(instance.Start, instance.Length, line.FieldsAreClean);
            w.EndMap();
        }

        w.Put(_provider);
        w.EndMap();
        return w.At;
    }

    /// <summary>Writes action for a line whose action or status is a word that AWS does not document.</summary>
    private byte* UndocumentedAction(byte* at, FlowLine line, bool traffic)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_action[1 + One(line.Action != FlowAction.None) + One(line.Status != FlowStatus.None) + One(traffic)]);
        if (line.Action != FlowAction.None)
        {
            w.Put(_nameKey);
            w.Lower(line.ActionText.Start, line.ActionText.Length, line.FieldsAreClean);
        }

        if (line.Status != FlowStatus.None)
        {
            w.Put(_outcomeKey);
            w.Lower(line.StatusText.Start, line.StatusText.Length, line.FieldsAreClean);
        }

        if (traffic)
            w.Put(_target);
        w.Put(_forward);
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
        w.Put(_flowlogs[pairs]);
        if (subnet.IsPresent)
        {
            w.Put(_subnet);
            w.String(subnet.Start, subnet.Length, line.FieldsAreClean);
            w.EndMap();
        }

        if (flags.IsPresent)
        {
            Digits.TryParse(flags.Start, flags.Length, out long value);
            w.Put(_tcpFlags);
            w.Integer(flags.Start, flags.Length, value);
        }

        if (vpc.IsPresent)
        {
            w.Put(_vpc);
            w.String(vpc.Start, vpc.Length, line.FieldsAreClean);
            w.EndMap();
        }

        w.EndMap(2);
        return w.At;
    }

    private static bool HasFlowlogs(FlowLine line) =>
        line.Get(FlowField.SubnetId).IsPresent || line.Get(FlowField.TcpFlags).IsPresent || line.Get(FlowField.VpcId).IsPresent;

    private static int ActionIndex(FlowAction action, FlowStatus status, bool traffic) =>
        (int)action * 8 + (int)status * 2 + One(traffic);
}
