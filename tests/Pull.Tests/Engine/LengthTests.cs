// Object: answers without a length, with a wrong one, or that are not the object at all.
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

public sealed class LengthTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    /// <summary>A queue with a message for an object of a thousand records that names its size and ETag, as S3 does; or other ones.</summary>
    private static async Task<(string Queue, int Size)> Named(bool gzip = true, Func<string, string?>? etag = null, Func<int, int?>? size = null)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        string text = FlowText.Lines(1, 1000);
        byte[] body = gzip ? FlowText.Gzip(text) : System.Text.Encoding.UTF8.GetBytes(text);
        string stored = await Aws.Put(bucket, "k", body);
        var record = FlowText.Record(bucket, "k");
        if ((etag ?? (own => own))(stored) is { } told)
            record["s3"]!["object"]!["eTag"] = told;
        if ((size ?? (own => own))(body.Length) is { } length)
            record["s3"]!["object"]!["size"] = length;
        await Aws.Send(queue, new JsonObject { ["Records"] = new JsonArray(record) }.ToJsonString());
        return (queue, body.Length);
    }

    private static FaultProxy OnGet(Func<int, Fault?> fault)
    {
        int gets = 0;
        return new FaultProxy(Aws.Address, request => request.Method == "GET" ? fault(Interlocked.Increment(ref gets)) : null);
    }

    private static async Task<EngineRun> AllCome(string queue, FaultProxy proxy, Action<PullSettings>? change = null)
    {
        var run = new EngineRun(proxy.Address, queue, change);
        await run.Until(async () => await Aws.Left(queue) == 0, "empty", seconds: 40);
        Assert.Equal((1000, 1000L), (run.Records.Count, run.Total));
        Assert.Equal(0, run.Count("malformed_total"));
        return run;
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(false, false, false)]
    public async Task NoLength_IsReadToItsEnd(bool chunked, bool withETag, bool withSize)
    {
        var (queue, _) = await Named(size: own => withSize ? own : null);
        using var proxy = OnGet(_ => new Fault { Chunked = chunked, UntilClose = !chunked, Without = withETag ? [] : ["ETag"] });
        await using var run = await AllCome(queue, proxy);
        Assert.Equal(0, run.Count("objects_changed_total"));
    }

    [Theory]
    [InlineData("\"0123456789abcdef0123456789abcdef-2\"")]
    [InlineData("\"not-hexadecimal!\"")]
    [InlineData("\"abc\"")]
    [InlineData("W/\"weak\"")]
    [InlineData("unquoted")]
    [InlineData("\"\"")]
    public async Task ETag_OfAnyKind_IsOnlyCompared(string etag)
    {
        var (queue, _) = await Named();
        using var proxy = OnGet(_ => new Fault { Without = ["ETag"], Rewrite = head => head[..^2] + $"ETag: {etag}\r\n\r\n" });
        await using var run = await AllCome(queue, proxy);
        Assert.Equal(etag == "\"\"" ? 1 : 1, run.Count("objects_changed_total"));
        Assert.Contains("An object was overwritten after its notification", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_ETagGoesBackAsItCame()
    {
        var (queue, _) = await Named();
        using var proxy = OnGet(number => new Fault { ResetAfter = number == 1 ? 5000 : null, Without = ["ETag"], Rewrite = head => head[..^2] + "ETag: W/\"a b\"\r\n\r\n" });
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(() => proxy.Seen.Any(request => request.Header("Range") is not null), "resumed");
        Assert.Equal("W/\"a b\"", proxy.Seen.First(request => request.Header("Range") is not null).Header("If-Match"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ShorterThanTheNotice_WithoutLength_IsResumed(bool gzip)
    {
        var (queue, _) = await Named(gzip);
        using var proxy = OnGet(number => number == 1 ? new Fault { UntilClose = true, Shorten = 4000 } : null);
        await using var run = await AllCome(queue, proxy);
        Assert.Equal(1, run.Count("object_retries_total"));
    }

    [Fact]
    public async Task Chunked_CutInTheMiddle_IsResumed()
    {
        var (queue, _) = await Named(size: _ => null);
        using var proxy = OnGet(number => number == 1 ? new Fault { Chunked = true, ResetAfter = 4000 } : null);
        await using var run = await AllCome(queue, proxy);
        Assert.True(run.Count("object_retries_total") >= 1);
    }

    [Fact]
    public async Task Overwritten_IsRead_Counted_AndTold()
    {
        var (queue, _) = await Named(etag: _ => "00000000000000000000000000000000", size: own => own + 500);
        using var proxy = OnGet(_ => null);
        await using var run = await AllCome(queue, proxy);
        Assert.Equal(1, run.Count("objects_changed_total"));
        Assert.Contains(run.Log.Lines, line => line.Level == LogLevel.Info && line.Text.Contains("was overwritten", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/html", "<html>\n<title>Access blocked by policy</title>\n</html>\n")]
    [InlineData("text/html; charset=utf-8", "blocked\n")]
    [InlineData("application/octet-stream", "\r\n<!-- proxy -->\n<!DOCTYPE HTML PUBLIC>\n<p>no</p>\n")]
    [InlineData("text/plain", "Blocked by policy 12\n")]
    public async Task BlockPage_IsAFault_AndTheObjectComes(string type, string page)
    {
        var (queue, _) = await Named();
        using var proxy = OnGet(number => number == 1 ? new Fault { Status = 200, Headers = $"Content-Type: {type}\r\n", Body = page } : null);
        await using var run = await AllCome(queue, proxy);
        Assert.Equal(1, run.Count("object_retries_total"));
    }

    [Fact]
    public async Task BlockPage_InTheMiddle_IsAFault()
    {
        var (queue, _) = await Named();
        using var proxy = OnGet(number => number == 1 ? new Fault { ResetAfter = 4000 }
            : number == 2 ? new Fault { Status = 200, Headers = "Content-Type: text/html\r\n", Body = new string('x', 9000) } : null);
        await using var run = await AllCome(queue, proxy);
        Assert.Equal(2, run.Count("object_retries_total"));
    }

    [Fact]
    public async Task Range_OfAnotherPlace_IsAFault()
    {
        var (queue, size) = await Named();
        using var proxy = OnGet(number => number == 1 ? new Fault { ResetAfter = 4000 }
            : number == 2 ? new Fault { Status = 206, Headers = $"Content-Range: bytes 5000-{size - 1}/{size}\r\n", Body = new string('x', size - 5000) } : null);
        await using var run = await AllCome(queue, proxy);
    }
}
