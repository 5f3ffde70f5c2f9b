// Schemas: the parts of schemas sekoia and sekoia-current that most records do not take.
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas;

internal sealed unsafe partial class SekoiaEncoder<TWriter>
{
    private byte* UnusualAction(byte* at, FlowLine line, bool traffic)
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
}
