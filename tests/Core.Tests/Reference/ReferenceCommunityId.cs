// Tests, reference: the Community ID flow hash, version 1, seed 0, from its specification.
using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace Sluice.Core.Tests.Reference;

/// <summary>"1:" and the base64 of the SHA-1 of seed, addresses, protocol, padding and ports, smaller end first.</summary>
internal static class ReferenceCommunityId
{
    internal static string? Of(ReferenceRecord record)
    {
        if (record.Text("srcaddr") is not { } source || record.Text("dstaddr") is not { } destination
            || record.Number("protocol") is not { } protocol)
        {
            return null;
        }
        // Their type and code belong into the hash, and a flow log has neither.
        if (protocol is 1 or 58)
            return null;
        byte[] from = IPAddress.Parse(source).GetAddressBytes(), to = IPAddress.Parse(destination).GetAddressBytes();
        if (from.Length != to.Length)
            return null;
        bool hasPorts = protocol is 6 or 17 or 132;
        long? fromPort = record.Number("srcport"), toPort = record.Number("dstport");
        if (hasPorts && (fromPort is null || toPort is null))
            return null;
        int order = from.AsSpan().SequenceCompareTo(to);
        if (order > 0 || (order == 0 && hasPorts && fromPort > toPort))
        {
            (from, to) = (to, from);
            (fromPort, toPort) = (toPort, fromPort);
        }
        byte[] ports = hasPorts ? [.. Port(fromPort!.Value), .. Port(toPort!.Value)] : [];
        byte[] tuple = [0, 0, .. from, .. to, (byte)protocol, 0, .. ports];
#pragma warning disable CA5350 // The specification names SHA-1; nothing is secured by it.
        return "1:" + Convert.ToBase64String(SHA1.HashData(tuple));
#pragma warning restore CA5350
    }

    private static byte[] Port(long port)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)port);
        return bytes;
    }
}
