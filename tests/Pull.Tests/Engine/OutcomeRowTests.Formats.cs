// Queue: objects that are packed otherwise than they should be, or are something else.
using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Sluice.Pull.Tests;

public sealed partial class OutcomeRowTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\0\0\0\0")]
    public async Task GzipMembersWithPaddingBetween_AreReadToTheEnd(string padding)
    {
        byte[] pad = Encoding.ASCII.GetBytes(padding);
        var (queue, bucket) = await OneObject([.. FlowText.Gzip(FlowText.Lines(1, 10)), .. pad, .. FlowText.Gzip(FlowText.Lines(11, 10)), .. pad]);
        await using var run = new EngineRun(Aws.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("records_total", 20), new("malformed_total", 0)],
            Said.OfObject(LogLevel.Debug, "An object was read", bucket, Key));
    }

    [Theory]
    [InlineData("some text after the member\n")]
    [InlineData("\u001f\u008c\u0008\u0000")]
    public async Task DataAfterAMemberThatIsNoMember_EmitsWhatWasRead_AndIsKept(string after)
    {
        byte[] member = FlowText.Gzip(FlowText.Lines(1, 10));
        var what = await OneObject([.. member, .. Encoding.Latin1.GetBytes(after)]);
        await Kept(Aws.Address, what, "corrupt", $" is truncated or corrupt at byte {member.Length}: gzip data is damaged", records: 10);
    }

    [Fact]
    public async Task GzipInsideGzip_IsRead()
    {
        string inner = Encoding.Latin1.GetString(FlowText.Gzip(FlowText.Lines(1, 10)));
        var (queue, bucket) = await OneObject(FlowText.Gzip(Encoding.Latin1.GetBytes(inner + inner)));
        await using var run = new EngineRun(Aws.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("records_total", 20), new("malformed_total", 0)],
            Said.OfObject(LogLevel.Debug, "An object was read", bucket, Key));
    }

    [Theory]
    [InlineData("28B52FFD0400110000", " is zstd-compressed, which is not supported: decompress it first")]
    [InlineData("504B030414000000", " is a zip archive, which is not supported: unpack it first")]
    [InlineData("3200200031000A00", " is UTF-16 text, which is not supported: convert it to UTF-8 first")]
    [InlineData("0102030405060708000102030405", " is binary or encrypted data, which is not supported: decrypt or decode it first")]
    public async Task UnreadableFormat_IsNamed_AndKept(string hex, string said) =>
        await Kept(Aws.Address, await OneObject(Convert.FromHexString(hex)), "corrupt", said);

    [Fact]
    public async Task ABombInsideGzip_IsKept()
    {
        byte[] bomb = new byte[64 << 20];
        var what = await OneObject(FlowText.Gzip([.. FlowText.Gzip("\n"), .. bomb], CompressionLevel.SmallestSize));
        await Kept(Aws.Address, what, "over_limit", " is too compressed: its ");
    }

    [Fact]
    public async Task OneByteMembers_AreReadInLinearTime()
    {
        byte[] line = [.. FlowText.Lines(1, 1).SelectMany(c => FlowText.Gzip([(byte)c]))];
        var (queue, bucket) = await OneObject([.. Enumerable.Repeat(line, 6_000_000 / line.Length).SelectMany(b => b)]);
        long began = Stopwatch.GetTimestamp();
        await using var run = new EngineRun(Aws.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("malformed_total", 0)],
            Said.OfObject(LogLevel.Debug, "An object was read", bucket, Key));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 8);
    }
}
