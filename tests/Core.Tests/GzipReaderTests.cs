// Tests: gzip is read to its end, and nothing that is no gzip ends it in silence.
using System.Diagnostics;
using System.Text;

namespace Sluice.Core.Tests;

public sealed class GzipReaderTests
{
    private static readonly byte[] First = [.. Enumerable.Repeat("2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 1 ACCEPT OK\n"u8.ToArray(), 40).SelectMany(l => l)];
    private static readonly byte[] Second = Encoding.ASCII.GetBytes("the second member, of another text\n");
    private static readonly byte[] Both = [.. First, .. Second];

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(" \t \n")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("\0\n \0")]
    public void Read_PaddingBetweenAndAfterMembers_IsSkipped(string padding)
    {
        byte[] pad = Encoding.ASCII.GetBytes(padding);
        var (bytes, fault) = Gzip.Read([.. Gzip.Member(First), .. pad, .. Gzip.Member([]), .. pad, .. Gzip.Member(Second), .. pad]);
        Assert.Null(fault);
        Assert.Equal(Both, bytes);
    }

    [Fact]
    public void Read_PaddingBeforeTheFirstMember_IsSkipped()
    {
        var (bytes, fault) = Gzip.Read([.. "\n"u8, .. Gzip.Member(First)]);
        Assert.Null(fault);
        Assert.Equal(First, bytes);
    }

    [Fact]
    public void Read_MegabytesOfPadding_AreSkipped()
    {
        var (bytes, fault) = Gzip.Read([.. Gzip.Member(First), .. new byte[3 << 20], .. Gzip.Member(Second), .. new byte[1 << 20]]);
        Assert.Null(fault);
        Assert.Equal(Both, bytes);
    }

    [Theory]
    [InlineData("2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 1 ACCEPT OK\n")]
    [InlineData("x")]
    [InlineData("\n{}")]
    [InlineData("\0\0\u0001")]
    [InlineData("\u001f")]
    [InlineData("\u001fx")]
    public void Read_DataThatIsNoMemberAfterAMember_IsAnErrorAtItsOffset(string after)
    {
        byte[] member = Gzip.Member(First);
        byte[] tail = Encoding.Latin1.GetBytes(after);
        var (bytes, fault) = Gzip.Read([.. member, .. tail]);
        Assert.Equal(First, bytes);
        var corrupt = Assert.IsType<CorruptInputException>(fault);
        int padding = tail.TakeWhile(b => b is 0 or (byte)'\n').Count();
        Assert.Equal(member.Length + (after == "\u001f" ? 1 : padding), corrupt.Offset);
        Assert.StartsWith(after == "\u001f" ? "gzip data is cut off" : "gzip data is damaged: data that is not a gzip member", corrupt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyBitOfTheSecondMembersHeaderFlipped_IsAnErrorOrTheSameText()
    {
        byte[] first = Gzip.Member(First);
        for (int at = 0; at < 10; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] second = Gzip.Member(Second);
                second[at] ^= (byte)(1 << bit);
                var (bytes, fault) = Gzip.Read([.. first, .. second]);
                Assert.True(bytes.AsSpan().StartsWith(First), $"byte {at}, bit {bit}");
                // Time, extra flags and system are not checked by anything; text is a hint.
                bool free = at is >= 4 || (at == 3 && bit == 0);
                if (free)
                    Assert.Equal(Both, bytes);
                Assert.Equal(free, fault is null);
            }
        }
    }

    [Fact]
    public void Read_AnyByteOfATrailerDamaged_IsAnError()
    {
        byte[] member = Gzip.Member(First);
        for (int at = 1; at <= 8; at++)
        {
            byte[] damaged = [.. member, .. Gzip.Member(Second)];
            damaged[member.Length - at] ^= 0x10;
            var fault = Assert.IsType<CorruptInputException>(Gzip.Read(damaged).Fault);
            Assert.StartsWith("gzip data is damaged (incorrect ", fault.Message, StringComparison.Ordinal);
            Assert.InRange(fault.Offset, member.Length - 8, member.Length);
        }
    }

    [Fact]
    public void Read_CutAtEveryByte_IsAnErrorExceptBetweenMembers()
    {
        byte[] first = Gzip.Member(First), whole = [.. first, .. Gzip.Member(Second)];
        for (int length = 2; length < whole.Length; length++)
        {
            var (bytes, fault) = Gzip.Read(whole[..length]);
            Assert.True(Both.AsSpan().StartsWith(bytes));
            if (length == first.Length)
            {
                Assert.Null(fault);
                Assert.Equal(First, bytes);
                continue;
            }
            var corrupt = Assert.IsType<CorruptInputException>(fault);
            Assert.Equal("gzip data is cut off", corrupt.Message);
            Assert.Equal(length, corrupt.Offset);
        }
    }

    [Fact]
    public void Read_AnyBitFlipped_NeverThrowsAnythingElse()
    {
        byte[] whole = [.. Gzip.Member(First), .. Gzip.MemberWithWholeHeader(Second)];
        for (int bit = 16; bit < whole.Length * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var (_, fault) = Gzip.Read(flipped);
            // Garbage may come out before the damage shows.
            Assert.True(fault is null or CorruptInputException or UnreadableFormatException, $"bit {bit}: {fault}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(2000)]
    public void Read_MagicOfTheFirstMemberDamaged_IsNeverTakenForText(int lines)
    {
        byte[] packed = Gzip.Member(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, lines).Select(i =>
            $"2 123456789010 eni-{i * 7919:x8} 10.{i % 251}.0.1 10.0.{i % 13}.2 {i} 443 6 1 {i * 31} 1 1 ACCEPT OK\n"))));
        for (int bit = 0; bit < 16; bit++)
        {
            byte[] damaged = [.. packed];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var (bytes, fault) = Gzip.Read(damaged);
            Assert.IsType<UnreadableFormatException>(fault);
            Assert.Empty(bytes);
        }
    }

    [Fact]
    public void Read_EveryOptionalPartOfAHeader_IsRead()
    {
        var (bytes, fault) = Gzip.Read([.. Gzip.MemberWithWholeHeader(First), .. Gzip.MemberWithWholeHeader(Second)]);
        Assert.Null(fault);
        Assert.Equal(Both, bytes);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 65536)]
    [InlineData(7, 3)]
    [InlineData(4096, 1)]
    public void Read_HoweverItComesAndIsTaken_IsTheSame(int piece, int room)
    {
        byte[] stored = [.. Gzip.MemberWithWholeHeader(First), .. "\n"u8, .. Gzip.Member(Second), 0];
        var (bytes, fault) = Gzip.Read(new TrickleStream(stored, piece), null, room);
        Assert.Null(fault);
        Assert.Equal(Both, bytes);
    }

    [Fact]
    public void Read_SourceThatBreaks_GivesWhatCameBefore()
    {
        byte[] stored = Gzip.Member(First);
        var (bytes, fault) = Gzip.Read(new TrickleStream(stored, 16, new IOException("reset")));
        Assert.Equal(First, bytes);
        Assert.Equal("reset", fault?.Message);
    }

    [Fact]
    public void Read_OneByteMembers_TakeLinearTimeAndNoMemory()
    {
        byte[] ones = [.. Enumerable.Repeat(Gzip.Member("x"u8), 150_000).SelectMany(m => m)];
        Gzip.Read(ones[..(ones.Length / 10)]);
        long allocated = GC.GetAllocatedBytesForCurrentThread(), began = Stopwatch.GetTimestamp();
        using var stored = new PeekStream(new MemoryStream(ones));
        using var content = ObjectContent.Open(stored, InflateLimits.None);
        byte[] buffer = new byte[64 << 10];
        int total = 0;
        for (int got; (got = content.Read(buffer)) > 0; total += got)
            Assert.True(got > 1 || total > 149_000, "a read for each member");
        Assert.Equal(150_000, total);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 512 << 10);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 20);
    }
}
