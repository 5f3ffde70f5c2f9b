// Filter: names of streams as keys.
namespace Sluice.Plugin.Filter;

/// <summary>Compares names without copying them.</summary>
internal static class StreamNames
{
    private const ulong Basis = 0xcbf29ce484222325, Prime = 0x100000001b3; // FNV-1a

    public static IEqualityComparer<byte[]> Comparer { get; } = new ByContent();

    public static ulong Hash(ReadOnlySpan<byte> name)
    {
        ulong hash = Basis;
        foreach (byte b in name)
            hash = (hash ^ b) * Prime;
        return hash;
    }

    private sealed class ByContent : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
