// Aws: a bucket in another region, the ways S3 says so.
namespace Sluice.Pull.Tests;

public sealed class RegionTests : IDisposable
{
    private const string Right = "eu-west-3";

    private readonly CleanRun _run = new();

    public RegionTests()
    {
        _run["AWS_REGION"] = Emulator.Region;
        _run["AWS_ACCESS_KEY_ID"] = "AKIATEST";
        _run["AWS_SECRET_ACCESS_KEY"] = "secret-of-the-test";
    }

    public void Dispose() => _run.Dispose();

    private static bool IsRight(ProxiedRequest request) => request.Authorization.Contains($"/{Right}/s3/", StringComparison.Ordinal);

    private static Fault Refusal(int status, string code, bool header, bool element) => new()
    {
        Status = status,
        Headers = "Content-Type: application/xml\r\n" + (header ? $"x-amz-bucket-region: {Right}\r\n" : ""),
        Body = $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>elsewhere</Message>{(element ? $"<Region>{Right}</Region>" : "")}<Endpoint>b.s3.{Right}.amazonaws.com</Endpoint><RequestId>1</RequestId></Error>",
    };

    [Theory]
    [InlineData(301, "PermanentRedirect", true, false)]
    [InlineData(307, "TemporaryRedirect", true, false)]
    [InlineData(400, "AuthorizationHeaderMalformed", true, true)]
    [InlineData(400, "AuthorizationHeaderMalformed", false, true)]
    [InlineData(400, "IllegalLocationConstraintException", true, false)]
    public async Task Bucket_ElsewhereIsFollowedOnce_AndRemembered(int status, string code, bool header, bool element)
    {
        string queue = await Emulator.Shared.NewQueue(), bucket = await Emulator.Shared.NewBucket();
        foreach (string key in (string[])["one", "two", "three"])
            await Emulator.Shared.Put(bucket, key, FlowText.Gzip(FlowText.Lines(key.Length + key[0], 10)));
        // To HEAD, which has no body, S3 always says it in the header.
        using var s3 = new FaultProxy(Emulator.Shared.Address, request => IsRight(request) ? null : Refusal(status, code, header || request.Method == "HEAD", element));
        await Emulator.Shared.Send(queue, FlowText.Event(bucket, "one", "two", "three"));
        // One reader: what it learnt of the first object holds for the others.
        var run = _run.Drain(queue, "--sqs-endpoint", Emulator.Shared.Address, "--s3-endpoint", s3.Address, "--concurrency", "1");
        Assert.True(run.ExitCode == 0 && run.Lines.Length == 30, run.Error);
        Assert.Contains($"A bucket is in another region; its objects are read there bucket={bucket} region={Right}", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, s3.Seen.Count(IsRight));
        Assert.Single(s3.Seen, request => !IsRight(request) && request.Method == "GET");
    }

    [Fact]
    public async Task Bucket_ElsewhereAndNobodySaysWhere_IsKeptWithOneLine()
    {
        using var pulled = await Pulled.New();
        using var s3 = new FaultProxy(Emulator.Shared.Address, _ => Refusal(301, "PermanentRedirect", header: false, element: false));
        var run = _run.Drain(pulled.Queue, "--sqs-endpoint", Emulator.Shared.Address, "--s3-endpoint", s3.Address);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"s3://{pulled.Bucket}/k: the bucket is in another region, and S3 does not say which", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, await Emulator.Shared.Left(pulled.Queue));
    }
}
