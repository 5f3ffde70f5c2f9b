// Aws: credentials and endpoints, as far as an emulator and the proxy can show them.
namespace Sluice.Pull.Tests;

public sealed class CredentialTests
{
    private const string Assumed = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>
        <Credentials><AccessKeyId>ASIAOFTHEROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>
        """;

    private static readonly Emulator Aws = Emulator.Shared;

    [Fact]
    public async Task RoleArn_IsAssumedByItsOwnEndpoint_AndItsKeysAreUsed()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        using var sts = new FaultProxy(Aws.Address, _ => new Fault { Status = 200, Headers = "Content-Type: text/xml\r\n", Body = Assumed });
        using var proxy = new FaultProxy(Aws.Address, _ => null);
        await using var run = new EngineRun(proxy.Address, queue, s =>
            (s.RoleArn, s.ExternalId, s.RoleSessionName, s.StsEndpoint) = ("arn:aws:iam::1:role/r", "external", "session", sts.Address));
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(10, run.Total);
        Assert.Contains("Credential=test/", Assert.Single(sts.Seen).Authorization, StringComparison.Ordinal);
        Assert.All(proxy.Seen, request => Assert.Contains("Credential=ASIAOFTHEROLE/", request.Authorization, StringComparison.Ordinal));
        Assert.DoesNotContain("role-token", run.Log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("role-secret", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeparateEndpoints_EachServiceToItsOwn()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        using var sqs = new FaultProxy(Aws.Address, _ => null);
        using var s3 = new FaultProxy(Aws.Address, _ => null);
        await using var run = new EngineRun(Aws.Address, queue, s => (s.Endpoint, s.SqsEndpoint, s.S3Endpoint) = (null, sqs.Address, s3.Address));
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.All(sqs.Seen, request => Assert.StartsWith("AmazonSQS.", request.Target, StringComparison.Ordinal));
        Assert.All(s3.Seen, request => Assert.StartsWith($"/{bucket}/k", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignatureRefused_CanonicalRequestStaysOutOfTheLog()
    {
        string queue = await Aws.NewQueue();
        using var proxy = new FaultProxy(Aws.Address, _ => Fault.Sqs(403, "InvalidSignatureException",
            "The request signature we calculated does not match.\\n\\nThe Canonical String should have been\\nx-amz-security-token:secret-session-token"));
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(() => run.Log.ToString().Contains("The credentials are not accepted", StringComparison.Ordinal), "refused");
        Assert.DoesNotContain("secret-session-token", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca_bundle", "/nowhere/ca.pem", "ca_bundle: '/nowhere/ca.pem' cannot be read as PEM certificates")]
    public void CaBundle_Unreadable_OneClearLine(string key, string value, string expected)
    {
        var settings = EngineRun.Settings(Aws.Address, "q");
        Assert.True(settings.TrySet(key, value, out _));
        Assert.StartsWith(expected, Assert.Throws<SettingsException>(() => new PullEngine(settings, new ListLog())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_NeverStarted_ReturnsAtOnce()
    {
        var engine = new PullEngine(EngineRun.Settings(Aws.Address, "q"), new ListLog());
        long began = Environment.TickCount64;
        await engine.DisposeAsync();
        Assert.InRange(Environment.TickCount64 - began, 0, 2000);
    }
}
