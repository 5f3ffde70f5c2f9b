// Identity: the flow's id across tools (community-id-spec, version 1, seed 0).
using System.Buffers.Binary;
using System.Buffers.Text;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Identity;

/// <summary>Both directions of a flow have the same id.</summary>
internal static unsafe class CommunityId
{
    /// <summary>Bytes of the text: <c>1:</c> and 20 bytes in base 64.</summary>
    public const int Length = 30;

    private const long Icmp = 1, IcmpV6 = 58;

    /// <summary>Writes the id; false where a field that it needs is missing, or one address is IPv4 and the other IPv6.</summary>
    /// <remarks>
    /// Ports are hashed for TCP, UDP and SCTP; other protocols, RSVP and GRE among them, hash addresses and protocol only.
    /// ICMP ids include type and code, which no flow log has: an id without them would match no other tool's.
    /// </remarks>
    public static bool TryWrite(FlowLine line, Span<byte> to)
    {
        if (!line.Source.IsPresent || !line.Destination.IsPresent || !line.Protocol.IsPresent || line.SourceIsV6 != line.DestinationIsV6)
            return false;
        if (line.Protocol.Value is Icmp or IcmpV6)
            return false;
        bool withPorts = line.Protocol.Value is 6 or 17 or 132;
        // An id of the addresses alone, without the ports, would match no other tool's.
        if (withPorts && !(line.SourcePort.IsPresent && line.DestinationPort.IsPresent))
            return false;
        int size = line.SourceIsV6 ? 16 : 4;
        Span<byte> a = stackalloc byte[18];
        Span<byte> b = stackalloc byte[18];
        Endpoint(a, line.Source, line.SourceV4, line.SourceIsV6, line.SourcePort.Value);
        Endpoint(b, line.Destination, line.DestinationV4, line.DestinationIsV6, line.DestinationPort.Value);
        int compared = withPorts ? size + 2 : size;
        bool swap = a[..compared].SequenceCompareTo(b[..compared]) > 0;
        Span<byte> first = swap ? b : a;
        Span<byte> second = swap ? a : b;

        Span<byte> tuple = stackalloc byte[40];
        tuple.Clear(); // the seed 0 and the padding after the protocol
        first[..size].CopyTo(tuple[2..]);
        second[..size].CopyTo(tuple[(2 + size)..]);
        int length = 2 + size * 2;
        tuple[length] = (byte)line.Protocol.Value;
        length += 2;
        if (withPorts)
        {
            first.Slice(size, 2).CopyTo(tuple[length..]);
            second.Slice(size, 2).CopyTo(tuple[(length + 2)..]);
            length += 4;
        }

        Span<byte> digest = stackalloc byte[Sha1.Length];
        Sha1.Hash(tuple[..length], digest);
        "1:"u8.CopyTo(to);
        Base64.EncodeToUtf8(digest, to[2..], out _, out _);
        return true;
    }

    private static void Endpoint(Span<byte> to, Slice text, uint v4, bool isV6, long port)
    {
        if (isV6)
            IpText.TryParseV6(text.Span, to);
        else
            BinaryPrimitives.WriteUInt32BigEndian(to, v4);
        BinaryPrimitives.WriteUInt16BigEndian(to[(isV6 ? 16 : 4)..], (ushort)port);
    }
}
