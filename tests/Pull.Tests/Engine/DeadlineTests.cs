// Aws: whatever does not answer, each call ends by its deadline and says so.
using System.Diagnostics;

namespace Sluice.Pull.Tests;

public sealed class DeadlineTests
{
    private static PullSettings Settings(string address) => new()
    {
        Queue = address + "/123456789012/q",
        Endpoint = address,
        Region = "eu-west-3",
        AccessKeyId = "test",
        SecretAccessKey = "test-secret",
        VisibilityTimeout = 12,
        ReadTimeout = 2,
    };

    /// <summary>Every operation, by its name at AWS.</summary>
    private static IEnumerable<(string Operation, Func<AwsCalls, Task> Call)> Operations(CancellationToken stop)
    {
        yield return ("ReceiveMessage", calls => calls.ReceiveAsync(10, 1, 12, stop));
        yield return ("DeleteMessageBatch", calls => calls.DeleteAsync(["h"], stop));
        yield return ("ChangeMessageVisibilityBatch", calls => calls.HideAsync([("h", 1)], stop));
        yield return ("GetQueueAttributes", calls => calls.QueueStateAsync(stop));
        yield return ("HeadBucket", calls => calls.BucketRegionAsync("bucket", stop));
        yield return ("ListObjectsV2", calls => calls.ListAsync("bucket", "", "eu-west-3", null, 1, stop));
        yield return ("GetCallerIdentity", calls => calls.CallerAsync(stop));
    }

    [Theory]
    [InlineData(Silence.Nothing)]
    [InlineData(Silence.HeadOnly)]
    [InlineData(Silence.EndlessHead)]
    [InlineData(Silence.EndlessBody)]
    public async Task Call_Unanswered_EndsByItsDeadline_AndNamesOperationAndHost(Silence silence)
    {
        using var server = new SilentServer(silence);
        using var calls = new AwsCalls(Settings(server.Address));
        // All at once: none waits for another.
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Operations(CancellationToken.None).Where(o => o.Operation != "HeadBucket" || silence is Silence.Nothing or Silence.EndlessHead).Select(async operation =>
        {
            var e = await Assert.ThrowsAsync<CallException>(() => operation.Call(calls));
            Assert.Equal(CallFault.Transient, e.Fault);
            int seconds = operation.Operation == "ReceiveMessage" ? 3 : 2;
            Assert.Equal($"no answer within {seconds} s ({operation.Operation}, {server.Host})", e.Message);
        }));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 1.9, 10);
    }

    [Theory]
    [InlineData(Silence.Nothing)]
    [InlineData(Silence.EndlessHead)]
    public async Task Object_Unanswered_EndsByTheReadTimeout(Silence silence)
    {
        using var server = new SilentServer(silence);
        using var calls = new AwsCalls(Settings(server.Address));
        var e = await Assert.ThrowsAsync<CallException>(() => calls.OpenAsync(new ObjectRef("bucket", "k"), "k", "eu-west-3", 0, null, CancellationToken.None));
        Assert.Equal((CallFault.Transient, $"no answer within 2 s (GetObject, {server.Host})"), (e.Fault, e.Message));
    }

    [Fact]
    public async Task QueueUrl_Unanswered_EndsByItsDeadline()
    {
        using var server = new SilentServer();
        using var calls = new AwsCalls(Settings(server.Address) with { Queue = "by-name" });
        Assert.Equal($"no answer within 2 s (GetQueueUrl, {server.Host})", (await Assert.ThrowsAsync<CallException>(() => calls.QueueStateAsync(CancellationToken.None))).Message);
    }

    [Theory]
    [InlineData("role_arn")]
    [InlineData("s3_role_arn")]
    public async Task TokenService_Unanswered_IsNamedWithTheRole(string setting)
    {
        using var server = new SilentServer();
        var settings = Settings(server.Address);
        Assert.True(settings.TrySet(setting, "arn:aws:iam::123456789012:role/r", out _));
        using var calls = new AwsCalls(settings);
        var e = await Assert.ThrowsAsync<CallException>(() => setting == "role_arn" ? calls.QueueStateAsync(CancellationToken.None)
            : calls.ListAsync("bucket", "", "eu-west-3", null, 1, CancellationToken.None));
        Assert.Equal((CallFault.Transient, $"role arn:aws:iam::123456789012:role/r could not be assumed for now: no answer within 2 s (AssumeRole, {server.Host})"), (e.Fault, e.Message));
    }

    [Fact]
    public async Task Call_ThatIsStopped_EndsAtOnce_AndIsNoFault()
    {
        using var server = new SilentServer();
        using var calls = new AwsCalls(Settings(server.Address) with { ReadTimeout = 60 });
        using var stop = new CancellationTokenSource(300);
        long began = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls.ReceiveAsync(1, 20, 30, stop.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.2, 5);
    }

    [Theory]
    [InlineData(60, 30, 20, 30, 10, 6, 15)]
    [InlineData(12, 30, 1, 11, 10, 2, 15)]
    [InlineData(43_200, 120, 0, 10, 10, 10, 15)]
    [InlineData(30, 5, 20, 25, 5, 3, 5)]
    public void Limits_FollowFromTheSettings(int visibility, int read, int wait, int receive, int brief, int extend, int listing)
    {
        var settings = new PullSettings { VisibilityTimeout = visibility, ReadTimeout = read };
        Assert.Equal((receive, brief, extend, listing, read), (CallLimit.Receive(settings, wait).Seconds, CallLimit.Short(settings).Seconds,
            CallLimit.Extend(settings).Seconds, CallLimit.Listing(settings).Seconds, CallLimit.Object(settings).Seconds));
    }

    [Theory]
    [InlineData("eu-west-3.evil.example", "bucket", "is not a valid AWS region")]
    [InlineData("nowhere", "bucket", "is not a valid AWS region")]
    [InlineData("eu-west-3", "../bucket", "is not a valid bucket name")]
    [InlineData("eu-west-3", "b", "is not a valid bucket name")]
    public async Task Name_ThatCannotBe_IsRefusedBeforeAnythingIsAsked(string region, string bucket, string expected)
    {
        using var calls = new AwsCalls(Settings("http://127.0.0.1:9") with { Endpoint = null });
        var e = await Assert.ThrowsAsync<CallException>(async () => await calls.ListAsync(bucket, "", region, null, 1, CancellationToken.None));
        Assert.Equal(CallFault.Rejected, e.Fault);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"not-hexadecimal\"")]
    [InlineData("\"abc\"")]
    [InlineData("\"zzzz\"")]
    [InlineData("W/\"0123\"")]
    [InlineData("unquoted")]
    [InlineData("\"0123456789abcdef0123456789abcdef\"")]
    public async Task ETag_OfAnyForm_IsOnlyText(string header)
    {
        using var proxy = new FaultProxy(Emulator.Shared.Address, _ => new Fault { Status = 200, Headers = $"ETag: {header}\r\n", Body = "body" });
        using var calls = new AwsCalls(Settings(proxy.Address));
        var opened = await calls.OpenAsync(new ObjectRef("bucket", "k"), "k", "eu-west-3", 0, null, CancellationToken.None);
        using var reader = new StreamReader(opened.Body);
        Assert.Equal(("body", header), (await reader.ReadToEndAsync(), opened.ETag));
    }

    [Theory]
    [InlineData(403, "AccessDenied", "User: arn:aws:sts::1:assumed-role/kms-reader/x is not authorized to perform: s3:GetObject on resource: \\\"arn:aws:s3:::kms\\\"", "Denied")]
    [InlineData(403, "AccessDenied", "User: arn:aws:sts::1:assumed-role/r/x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-3:1:key/k", "KmsDenied")]
    [InlineData(403, "AccessDenied", "Access Denied to kms:Decrypt", "Denied")]
    [InlineData(400, "KMS.DisabledException", "The key is disabled", "KmsDenied")]
    [InlineData(400, "KmsAccessDenied", "The caller does not have the required access", "KmsDenied")]
    [InlineData(400, "KmsThrottled", "Slow down", "Transient")]
    [InlineData(400, "ExpiredTokenException", "expired", "Credentials")]
    [InlineData(403, "RequestTimeTooSkewed", "skewed", "NoCredentials")]
    [InlineData(403, "InvalidSignatureException", "Signature expired: 1 is now earlier than 2", "NoCredentials")]
    [InlineData(403, "InvalidSignatureException", "The request signature we calculated does not match", "Credentials")]
    public async Task Refusal_ItsCodeDecides(int status, string code, string message, string fault)
    {
        using var proxy = new FaultProxy(Emulator.Shared.Address, _ => Fault.Sqs(status, code, message) with { Headers = $"Content-Type: application/x-amz-json-1.0\r\nDate: {DateTimeOffset.UtcNow.AddMinutes(-47):R}\r\n" });
        using var calls = new AwsCalls(Settings(proxy.Address));
        var e = await Assert.ThrowsAsync<CallException>(() => calls.ReceiveAsync(1, 0, 30, CancellationToken.None));
        Assert.Equal(fault, e.Fault.ToString());
        if (fault == "NoCredentials")
            Assert.StartsWith("The clock is 47 minutes ahead of AWS's, so requests are refused: set it", e.Message, StringComparison.Ordinal);
    }
}
