// Tests: damaged gzip ends in its own bytes or in an error, within time and memory.
using System.Diagnostics;
using System.Text;
using Xunit;

namespace Sluice.Core.Tests;

public sealed class GzipFuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly InflateLimits Limits = new(MostBytes: 64 << 20, MostRatio: 200);

    [Fact]
    public void Read_DamagedMembers_GivesTheirBytesOrAnError()
    {
        foreach (int seed in Fuzz.Seeds())
        {
            var random = new Random(seed);
            byte[][] texts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text(random))];
            byte[] packed = [.. texts.SelectMany(text => Gzip.Member(text).Concat(Padding(random)))];
            byte[] whole = [.. texts.SelectMany(text => text)];
            int edits = random.Next(0, 4);
            bool changesOnly = true;
            for (int i = 0; i < edits; i++)
                changesOnly &= Edit(ref packed, random);
            long began = Stopwatch.GetTimestamp();
            bool ended = Drain(packed, out byte[] read);
            Assert.True(Stopwatch.GetElapsedTime(began) < Longest, $"seed {seed}: {Stopwatch.GetElapsedTime(began)}");
            // A checksum guards each member: what ends well is what was packed, unless whole members came or went.
            if (ended && changesOnly)
                Assert.True(whole.AsSpan().SequenceEqual(read) || IsWithoutSome(texts, read), $"seed {seed}: {read.Length} bytes of {whole.Length}");
            Assert.True(edits > 0 || (ended && whole.AsSpan().SequenceEqual(read)), $"seed {seed}: undamaged, {read.Length} of {whole.Length}");
        }
    }

    /// <summary>A change may make a member's first bytes padding only if all of the member was padding.</summary>
    private static bool IsWithoutSome(byte[][] texts, byte[] read) =>
        Enumerable.Range(0, 1 << texts.Length).Any(kept => texts.Where((_, i) => (kept >> i & 1) != 0).SelectMany(text => text).SequenceEqual(read));

    private static bool Drain(byte[] packed, out byte[] read)
    {
        (read, Exception? fault) = Gzip.Read(packed, Limits);
        // Without the two bytes of gzip's magic it is text, or whatever else it looks like.
        return fault is null && packed.AsSpan().TrimStart("\n \0"u8) is [0x1f, 0x8b, ..];
    }

    private static byte[] Text(Random random) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 60))
        .Select(_ => $"2 123456789010 eni-{random.Next():x8} 10.0.0.{random.Next(255)} 10.0.0.2 {random.Next(65536)} 443 6 8 1200 1700000000 1700000058 ACCEPT OK\n")));

    private static byte[] Padding(Random random) => [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => "\n \0"u8[random.Next(3)])];

    /// <summary>True when a byte was changed in place; false when some came or went.</summary>
    private static bool Edit(ref byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length);
        int end = Math.Min(bytes.Length, at + random.Next(1, 30));
        switch (random.Next(4))
        {
            case 0:
                bytes = [.. bytes[..at], .. bytes[end..]];
                break;
            case 1:
                bytes = [.. bytes[..end], .. bytes[at..]];
                break;
            default:
                bytes[at] ^= (byte)random.Next(1, 256);
                return true;
        }

        if (bytes.Length == 0)
            bytes = [0];
        return false;
    }
}
