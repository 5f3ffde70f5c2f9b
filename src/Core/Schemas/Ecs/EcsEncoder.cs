// Ecs: schema ecs, in the order of docs/SCHEMAS.md.
using Sluice.Core.Encodings;
using Sluice.Core.Identity;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>ECS in full. The size of a map is written at its end, because most keys may be absent.</summary>
internal sealed unsafe partial class EcsEncoder<TWriter> : SchemaEncoder<TWriter>
    where TWriter : struct, IRecordWriter
{
    private TimeText _time = new();
    private Origin? _origin;

    public override byte* Body(byte* at, FlowLine line, long offset)
    {
        TWriter w = default;
        w.At = at;
        byte* top = w.OpenMap();
        int pairs = 1 + _headPairs;
        long time = TimeOf(line);
        if (time >= 0)
        {
            pairs++;
            w.Put(_timestamp);
            w.Time(ref _time, time);
        }

        w.Put(_head); // data_stream, ecs
        w.At = Event(w.At, line, offset);
        w.At = Network(w.At, line, ref pairs);
        w.At = Endpoint(w.At, line, true, ref pairs);
        w.At = Endpoint(w.At, line, false, ref pairs);
        w.At = Related(w.At, line, ref pairs);
        w.At = Cloud(w.At, line, ref pairs);
        w.At = Observer(w.At, line, ref pairs);
        w.At = Workload(w.At, line, ref pairs);
        w.At = Aws(w.At, line, ref pairs);
        w.At = LogOffset(w.At, offset, ref pairs);
        w.CloseMap(top, pairs);
        return w.At;
    }

    private byte* Event(byte* at, FlowLine line, long offset)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_eventKey);
        byte* map = w.OpenMap();
        int pairs = 5;
        w.Put(_eventHead); // kind, module, dataset, category; original comes last
        bool decided = line.Action is FlowAction.Accept or FlowAction.Reject;
        bool traffic = line.HasTraffic;
        if (traffic || decided)
        {
            pairs++;
            w.Put(_eventType[(traffic ? 3 : 0) + (decided ? (int)line.Action : 0)]);
        }

        if (line.Action != FlowAction.None)
        {
            pairs++;
            w.Put(_actionKey);
            w.Lower(line.ActionText.Start, line.ActionText.Length, line.FieldsAreClean);
        }

        if (decided)
        {
            pairs++;
            w.Put(line.Action == FlowAction.Accept ? _success : _failure);
        }

        w.At = TextPair(w.At, _reasonKey, line.Get(FlowField.RejectReason), line.FieldsAreClean, ref pairs);
        if (line.Start >= 0)
        {
            pairs++;
            w.Put(_startKey);
            w.Time(ref _time, line.Start);
        }

        if (line.End >= 0)
        {
            pairs++;
            w.Put(_endKey);
            w.Time(ref _time, line.End);
        }

        if (line.Start >= 0 && line.End >= line.Start)
        {
            pairs++;
            w.Put(_durationKey);
            w.Integer(Nanoseconds(line.End - line.Start));
        }

        w.At = EventId(w.At, offset, ref pairs);
        w.Put(_originalKey);
        w.String(line.Message.Start, line.Message.Length, line.MessageIsClean);
        w.CloseMap(map, pairs);
        return w.At;
    }

    private byte* LogOffset(byte* at, long offset, ref int top)
    {
        if (_origin is null)
            return at;
        TWriter w = default;
        w.At = at;
        top++;
        w.Put(_logOffset);
        w.Integer(offset);
        w.EndMap();
        return w.At;
    }

    private byte* Network(byte* at, FlowLine line, ref int top)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_networkKey);
        byte* map = w.OpenMap();
        int pairs = 0;
        Literal type = NetworkType(line);
        if (type.Length != 0)
        {
            pairs++;
            w.Put(type);
        }

        if (line.Protocol.IsPresent)
        {
            bool named = IanaProtocols.KeywordOf((int)line.Protocol.Value) is not null;
            pairs += named ? 2 : 1;
            w.Put(_protocol[line.Protocol.Value]);
        }

        w.At = NumberPair(w.At, _bytesKey, line.Bytes, ref pairs);
        w.At = NumberPair(w.At, _packetsKey, line.Packets, ref pairs);
        Literal direction = Direction(line);
        if (direction.Length != 0)
        {
            pairs++;
            w.Put(direction);
        }

        byte* id = stackalloc byte[CommunityId.Length + RecordText.Slack];
        if (CommunityId.TryWrite(line, new Span<byte>(id, CommunityId.Length)))
        {
            pairs++;
            w.Put(_communityKey);
            w.String(id, CommunityId.Length, clean: true);
        }

        return Close(at, w.At, map, pairs, ref top);
    }

    private byte* Endpoint(byte* at, FlowLine line, bool source, ref int top)
    {
        TWriter w = default;
        w.At = at;
        w.Put(source ? _sourceKey : _destinationKey);
        byte* map = w.OpenMap();
        int pairs = 0;
        Slice address = source ? line.Source : line.Destination;
        if (address.IsPresent)
        {
            pairs += 2;
            w.Put(_addressKey);
            w.String(address.Start, address.Length, clean: true);
            w.Put(_ipKey);
            w.String(address.Start, address.Length, clean: true);
        }

        w.At = NumberPair(w.At, _portKey, source ? line.SourcePort : line.DestinationPort, ref pairs);
        if (source)
        {
            w.At = NumberPair(w.At, _bytesKey, line.Bytes, ref pairs);
            w.At = NumberPair(w.At, _packetsKey, line.Packets, ref pairs);
        }

        return Close(at, w.At, map, pairs, ref top);
    }

    private byte* Related(byte* at, FlowLine line, ref int top)
    {
        TWriter w = default;
        w.At = at;
        var related = RelatedAddresses.Of(line);
        // Behind a NAT, the packet's own addresses differ from the interface's.
        Slice packetSource = line.Get(FlowField.PktSrcAddr);
        Slice packetDestination = line.Get(FlowField.PktDstAddr);
        if (Same(packetSource, line.Source) || Same(packetSource, line.Destination))
            packetSource = default;
        if (Same(packetDestination, line.Source) || Same(packetDestination, line.Destination) || Same(packetDestination, packetSource))
            packetDestination = default;
        int items = related.Count + (packetSource.IsPresent ? 1 : 0) + (packetDestination.IsPresent ? 1 : 0);
        if (items == 0)
            return at;
        top++;
        w.Put(_related[items]);
        w.At = Item(w.At, related.First);
        w.At = Item(w.At, related.Second);
        w.At = Item(w.At, packetSource);
        w.At = Item(w.At, packetDestination);
        w.EndArray();
        w.EndMap();
        return w.At;
    }

    private byte* Cloud(byte* at, FlowLine line, ref int top)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_cloudKey);
        byte* map = w.OpenMap();
        int pairs = 1;
        w.Put(_provider);
        w.At = NestedPair(w.At, _accountId, line.AccountIsNumber ? line.Account : default, line, ref pairs);
        Slice region = line.Get(FlowField.Region);
        if (!line.Columns.Has(FlowField.Region) && _origin is not null)
            region = _origin.Region;
        w.At = TextPair(w.At, _regionKey, region, line.FieldsAreClean, ref pairs);
        w.At = TextPair(w.At, _zoneKey, line.Get(FlowField.AzId), line.FieldsAreClean, ref pairs);
        w.At = NestedPair(w.At, _instanceId, line.Get(FlowField.InstanceId), line, ref pairs);
        return Close(at, w.At, map, pairs, ref top);
    }

    private byte* Observer(byte* at, FlowLine line, ref int top)
    {
        if (!line.Interface.IsPresent)
            return at;
        TWriter w = default;
        w.At = at;
        top++;
        bool egress = line.Get(FlowField.FlowDirection).Span.SequenceEqual("egress"u8);
        w.Put(egress ? _observerEgress : _observerIngress);
        w.String(line.Interface.Start, line.Interface.Length, line.FieldsAreClean);
        w.EndMap(3);
        return w.At;
    }

    /// <summary>Writes container, orchestrator and service.</summary>
    private byte* Workload(byte* at, FlowLine line, ref int top)
    {
        at = NestedPair(at, _containerId, line.Get(FlowField.EcsContainerId), line, ref top);
        TWriter w = default;
        w.At = at;
        w.Put(_orchestratorKey);
        byte* map = w.OpenMap();
        int pairs = 0;
        w.At = IdAndName(w.At, _clusterKey, line.Get(FlowField.EcsClusterArn), line.Get(FlowField.EcsClusterName), line, ref pairs);
        w.At = IdAndName(w.At, _resourceKey, line.Get(FlowField.EcsContainerInstanceId), line.Get(FlowField.EcsContainerInstanceArn), line, ref pairs);
        at = Close(at, w.At, map, pairs, ref top);
        return NestedPair(at, _serviceName, line.Get(FlowField.EcsServiceName), line, ref top);
    }

    private static long Nanoseconds(long seconds) =>
        seconds > long.MaxValue / 1_000_000_000 ? long.MaxValue : seconds * 1_000_000_000;

    private static bool Same(Slice a, Slice b) => a.IsPresent && a.Span.SequenceEqual(b.Span);

    /// <summary>The ECS direction; none for a word that AWS may add later, which only stays under aws.vpcflow.</summary>
    private Literal Direction(FlowLine line)
    {
        Slice direction = line.Get(FlowField.FlowDirection);
        return !direction.IsPresent ? default
            : direction.Span.SequenceEqual("ingress"u8) ? _ingress
            : direction.Span.SequenceEqual("egress"u8) ? _egress : default;
    }

    private Literal NetworkType(FlowLine line)
    {
        if (line.Source.IsPresent)
            return line.SourceIsV6 ? _ipv6 : _ipv4;
        if (line.Destination.IsPresent)
            return line.DestinationIsV6 ? _ipv6 : _ipv4;
        ReadOnlySpan<byte> type = line.Get(FlowField.Type).Span;
        return type.SequenceEqual("IPv6"u8) ? _ipv6 : type.SequenceEqual("IPv4"u8) ? _ipv4 : default;
    }
}
