// Ecs: network, source, destination and related.
using Sluice.Core.Encodings;
using Sluice.Core.Identity;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>Who spoke with whom, over what, and how much.</summary>
internal sealed unsafe class EcsTraffic<TWriter>(EcsLiterals<TWriter> literals)
    where TWriter : struct, IRecordWriter
{
    public byte* Network(byte* at, FlowLine line, ref int top)
    {
        TWriter w = default;
        w.At = at;
        w.Put(literals.NetworkKey);
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
            w.Put(literals.Protocol[line.Protocol.Value]);
        }

        w.At = EcsPairs<TWriter>.NumberPair(w.At, literals.BytesKey, line.Bytes, ref pairs);
        w.At = EcsPairs<TWriter>.NumberPair(w.At, literals.PacketsKey, line.Packets, ref pairs);
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
            w.Put(literals.CommunityKey);
            w.String(id, CommunityId.Length, clean: true);
        }

        return EcsPairs<TWriter>.Close(at, w.At, map, pairs, ref top);
    }

    public byte* Endpoint(byte* at, FlowLine line, bool source, ref int top)
    {
        TWriter w = default;
        w.At = at;
        w.Put(source ? literals.SourceKey : literals.DestinationKey);
        byte* map = w.OpenMap();
        int pairs = 0;
        Slice address = source ? line.Source : line.Destination;
        if (address.IsPresent)
        {
            pairs += 2;
            w.Put(literals.AddressKey);
            w.String(address.Start, address.Length, clean: true);
            w.Put(literals.IpKey);
            w.String(address.Start, address.Length, clean: true);
        }

        w.At = EcsPairs<TWriter>.NumberPair(w.At, literals.PortKey, source ? line.SourcePort : line.DestinationPort, ref pairs);
        if (source)
        {
            w.At = EcsPairs<TWriter>.NumberPair(w.At, literals.BytesKey, line.Bytes, ref pairs);
            w.At = EcsPairs<TWriter>.NumberPair(w.At, literals.PacketsKey, line.Packets, ref pairs);
        }

        return EcsPairs<TWriter>.Close(at, w.At, map, pairs, ref top);
    }

    public byte* Related(byte* at, FlowLine line, ref int top)
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
        w.Put(literals.Related[items]);
        w.At = EcsPairs<TWriter>.Item(w.At, related.First);
        w.At = EcsPairs<TWriter>.Item(w.At, related.Second);
        w.At = EcsPairs<TWriter>.Item(w.At, packetSource);
        w.At = EcsPairs<TWriter>.Item(w.At, packetDestination);
        w.EndArray();
        w.EndMap();
        return w.At;
    }

    private static bool Same(Slice a, Slice b) => a.IsPresent && a.Span.SequenceEqual(b.Span);

    /// <summary>The ECS direction; none for a word that AWS may add later, which only stays under aws.vpcflow.</summary>
    private Literal Direction(FlowLine line)
    {
        Slice direction = line.Get(FlowField.FlowDirection);
        return !direction.IsPresent ? default
            : direction.Span.SequenceEqual("ingress"u8) ? literals.Ingress
            : direction.Span.SequenceEqual("egress"u8) ? literals.Egress : default;
    }

    private Literal NetworkType(FlowLine line)
    {
        if (line.Source.IsPresent)
            return line.SourceIsV6 ? literals.Ipv6 : literals.Ipv4;
        if (line.Destination.IsPresent)
            return line.DestinationIsV6 ? literals.Ipv6 : literals.Ipv4;
        ReadOnlySpan<byte> type = line.Get(FlowField.Type).Span;
        return type.SequenceEqual("IPv6"u8) ? literals.Ipv6 : type.SequenceEqual("IPv4"u8) ? literals.Ipv4 : default;
    }
}
