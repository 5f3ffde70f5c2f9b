// Shared: the addresses of a flow, for related.ip.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Shared;

/// <summary>Source and destination, sorted as text; only one of them when they are equal.</summary>
internal readonly unsafe struct RelatedAddresses(Slice first, Slice second, int count)
{
    public readonly Slice First = first;
    public readonly Slice Second = second;
    public readonly int Count = count;

    public static RelatedAddresses Of(FlowLine line)
    {
        Slice a = line.Source;
        Slice b = line.Destination;
        if (!a.IsPresent || !b.IsPresent)
            return a.IsPresent || b.IsPresent ? new(a.IsPresent ? a : b, default, 1) : default;
        // The first eight bytes decide for most pairs.
        const int Word = sizeof(ulong);
        ulong x = a.Length >= Word ? BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(a.Start)) : 0;
        ulong y = b.Length >= Word ? BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(b.Start)) : 0;
        int order = x != y && x != 0 && y != 0 ? x.CompareTo(y) : a.Span.SequenceCompareTo(b.Span);
        return order == 0 ? new(a, default, 1) : order < 0 ? new(a, b, 2) : new(b, a, 2);
    }
}
