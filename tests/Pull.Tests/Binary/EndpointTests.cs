// Aws: which hosts are asked, by queue, settings, environment and profile. A proxy that refuses sees all of them.
namespace Sluice.Pull.Tests;

public sealed class EndpointTests : IDisposable
{
    private const string Url = "https://sqs.eu-west-3.amazonaws.com/123456789012/q";
    private const string Vpce = "https://vpce-0a1b-wxyz.sqs.eu-west-3.vpce.amazonaws.com/123456789012/q";
    private const string VpceFips = "https://vpce-0a1b-wxyz.sqs-fips.us-east-1.vpce.amazonaws.com/123456789012/q";

    private readonly CleanRun _run = new();

    public EndpointTests()
    {
        _run["AWS_ACCESS_KEY_ID"] = "AKIATEST";
        _run["AWS_SECRET_ACCESS_KEY"] = "secret-of-the-test";
        _run["AWS_CONFIG_FILE"] = _run.File("config", """
            [profile plain]
            region = eu-west-1
            [profile all]
            endpoint_url = https://profile.example
            [profile each]
            endpoint_url = https://profile.example
            services = mine
            [services mine]
            sqs =
              endpoint_url = https://sqs-of-services.example
            [profile ignoring]
            endpoint_url = https://profile.example
            ignore_configured_endpoint_urls = true
            [profile strict]
            use_fips_endpoint = true
            """);
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    // The queue's own host, whatever it is.
    [InlineData(Url, "", "", "sqs.eu-west-3.amazonaws.com logs.s3.eu-west-3.amazonaws.com sts.eu-west-3.amazonaws.com")]
    [InlineData(Vpce, "AWS_REGION=us-east-2", "", "vpce-0a1b-wxyz.sqs.eu-west-3.vpce.amazonaws.com logs.s3.eu-west-3.amazonaws.com sts.eu-west-3.amazonaws.com")]
    [InlineData(VpceFips, "", "", "vpce-0a1b-wxyz.sqs-fips.us-east-1.vpce.amazonaws.com logs.s3.us-east-1.amazonaws.com sts.us-east-1.amazonaws.com")]
    [InlineData("https://sqs-fips.us-west-2.amazonaws.com/1/q", "", "", "sqs-fips.us-west-2.amazonaws.com logs.s3.us-west-2.amazonaws.com sts.us-west-2.amazonaws.com")]
    [InlineData("https://sqs.us-east-1.api.aws/1/q", "", "", "sqs.us-east-1.api.aws logs.s3.us-east-1.amazonaws.com sts.us-east-1.amazonaws.com")]
    [InlineData("https://queue.amazonaws.com/1/q", "", "", "queue.amazonaws.com logs.s3.us-east-1.amazonaws.com sts.us-east-1.amazonaws.com")]
    [InlineData("https://eu-west-1.queue.amazonaws.com/1/q", "", "", "eu-west-1.queue.amazonaws.com logs.s3.eu-west-1.amazonaws.com sts.eu-west-1.amazonaws.com")]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/1/q", "", "", "sqs.cn-north-1.amazonaws.com.cn logs.s3.cn-north-1.amazonaws.com.cn sts.cn-north-1.amazonaws.com.cn")]
    [InlineData("https://sqs.us-iso-east-1.c2s.ic.gov/1/q", "", "", "sqs.us-iso-east-1.c2s.ic.gov logs.s3.us-iso-east-1.c2s.ic.gov sts.us-iso-east-1.c2s.ic.gov")]
    [InlineData("https://sqs.eusc-de-east-1.amazonaws.eu/1/q", "", "", "sqs.eusc-de-east-1.amazonaws.eu logs.s3.eusc-de-east-1.amazonaws.eu sts.eusc-de-east-1.amazonaws.eu")]
    [InlineData("https://queue.example/1/q", "AWS_REGION=eu-west-2", "", "queue.example logs.s3.eu-west-2.amazonaws.com sts.eu-west-2.amazonaws.com")]
    [InlineData("https://sqs.eu-west-3.example/1/q", "", "--region eu-west-2", "sqs.eu-west-3.example logs.s3.eu-west-2.amazonaws.com sts.eu-west-2.amazonaws.com")]
    [InlineData("arn:aws-us-gov:sqs:us-gov-west-1:1:q", "", "", "sqs.us-gov-west-1.amazonaws.com logs.s3.us-gov-west-1.amazonaws.com sts.us-gov-west-1.amazonaws.com")]
    // FIPS and dual stack.
    [InlineData("q", "AWS_USE_FIPS_ENDPOINT=true AWS_REGION=us-east-1", "", "sqs-fips.us-east-1.amazonaws.com logs.s3-fips.us-east-1.amazonaws.com sts-fips.us-east-1.amazonaws.com")]
    [InlineData("https://sqs.us-east-1.amazonaws.com/1/q", "SLUICE_FIPS=on", "", "sqs-fips.us-east-1.amazonaws.com logs.s3-fips.us-east-1.amazonaws.com sts-fips.us-east-1.amazonaws.com")]
    [InlineData(VpceFips, "AWS_PROFILE=strict", "", "vpce-0a1b-wxyz.sqs-fips.us-east-1.vpce.amazonaws.com logs.s3-fips.us-east-1.amazonaws.com sts-fips.us-east-1.amazonaws.com")]
    [InlineData("https://sqs.us-east-1.amazonaws.com/1/q", "AWS_USE_FIPS_ENDPOINT=true", "--fips off", "sqs.us-east-1.amazonaws.com logs.s3.us-east-1.amazonaws.com sts.us-east-1.amazonaws.com")]
    [InlineData(Url, "AWS_USE_DUALSTACK_ENDPOINT=true", "", "sqs.eu-west-3.api.aws logs.s3.dualstack.eu-west-3.amazonaws.com sts.eu-west-3.api.aws")]
    [InlineData("q", "AWS_REGION=us-east-1", "--dualstack on --fips on", "sqs-fips.us-east-1.api.aws logs.s3-fips.dualstack.us-east-1.amazonaws.com sts-fips.us-east-1.api.aws")]
    // Endpoints of one's own: settings, a service's variable, the general one, the profile's services, the profile.
    [InlineData(Url, "AWS_ENDPOINT_URL=https://all.example", "--path-style off", "all.example logs.all.example")]
    [InlineData(Vpce, "AWS_ENDPOINT_URL=https://all.example AWS_ENDPOINT_URL_SQS=https://one.example", "", "one.example all.example")]
    [InlineData("https://queue.example/1/q", "AWS_ENDPOINT_URL_SQS=https://one.example AWS_REGION=eu-west-3", "", "one.example logs.s3.eu-west-3.amazonaws.com sts.eu-west-3.amazonaws.com")]
    [InlineData(Url, "AWS_ENDPOINT_URL_STS=https://sts.example", "", "sqs.eu-west-3.amazonaws.com logs.s3.eu-west-3.amazonaws.com sts.example")]
    [InlineData(Url, "AWS_ENDPOINT_URL=https://all.example AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "", "sqs.eu-west-3.amazonaws.com logs.s3.eu-west-3.amazonaws.com sts.eu-west-3.amazonaws.com")]
    [InlineData(Url, "AWS_PROFILE=ignoring", "", "sqs.eu-west-3.amazonaws.com logs.s3.eu-west-3.amazonaws.com sts.eu-west-3.amazonaws.com")]
    [InlineData(Url, "AWS_PROFILE=all", "", "profile.example")]
    [InlineData(Url, "AWS_DEFAULT_PROFILE=each", "", "sqs-of-services.example profile.example")]
    [InlineData(Url, "AWS_PROFILE=each AWS_ENDPOINT_URL=https://all.example", "", "all.example")]
    [InlineData(Url, "AWS_ENDPOINT_URL=https://all.example AWS_ENDPOINT_URL_S3=https://s3.example", "--endpoint https://setting.example --sts-endpoint https://sts.example", "setting.example sts.example")]
    // What the SDK would stumble over by itself.
    [InlineData(Url, "AWS_DEFAULTS_MODE=in-region AWS_MAX_ATTEMPTS=x AWS_RETRY_MODE=legacy", "", "sqs.eu-west-3.amazonaws.com logs.s3.eu-west-3.amazonaws.com sts.eu-west-3.amazonaws.com")]
    public void Hosts_OfEachService(string queue, string variables, string options, string hosts)
    {
        using var proxy = Tunnel.Proxy(0, _ => "403 Forbidden");
        _run["HTTPS_PROXY"] = $"http://127.0.0.1:{proxy.Port}";
        Set(variables);
        var run = _run.Sluice(["check", "--queue", queue, "--bucket", "logs", .. Words(options)]);
        Assert.True(run.ExitCode == 1, run.Error);
        Assert.Equal(Words(hosts).Order(), proxy.Connects.Select(head => head.Split(' ')[1].Replace(":443", "", StringComparison.Ordinal)).Distinct().Order());
    }

    [Theory]
    [InlineData(Url, "AWS_ENDPOINT_URL=nonsense", "", "AWS_ENDPOINT_URL: 'nonsense' is not an http or https address")]
    [InlineData(Url, "AWS_ENDPOINT_URL_S3=ftp://x", "", "AWS_ENDPOINT_URL_S3: 'ftp://x' is not an http or https address")]
    [InlineData(Url, "AWS_USE_FIPS_ENDPOINT=yes", "", "AWS_USE_FIPS_ENDPOINT: 'yes' is neither true nor false")]
    [InlineData(Url, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=1", "", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: '1' is neither true nor false")]
    [InlineData(Url, "AWS_EC2_METADATA_SERVICE_ENDPOINT=nonsense", "", "AWS_EC2_METADATA_SERVICE_ENDPOINT: 'nonsense' is not an http or https address")]
    [InlineData(Url, "AWS_USE_FIPS_ENDPOINT=true AWS_ENDPOINT_URL=https://all.example", "", "AWS_USE_FIPS_ENDPOINT: FIPS cannot be combined with a custom endpoint (AWS_ENDPOINT_URL: https://all.example)")]
    [InlineData(Url, "AWS_USE_DUALSTACK_ENDPOINT=true", "--s3-endpoint https://s3.example", "AWS_USE_DUALSTACK_ENDPOINT: dual stack cannot be combined with a custom endpoint (s3_endpoint: https://s3.example)")]
    [InlineData(Url, "AWS_USE_FIPS_ENDPOINT=true AWS_ENDPOINT_URL_STS=https://sts.example", "", "AWS_USE_FIPS_ENDPOINT: FIPS cannot be combined with a custom endpoint (AWS_ENDPOINT_URL_STS: https://sts.example)")]
    [InlineData(Vpce, "", "--fips on", "fips: the queue's own host vpce-0a1b-wxyz.sqs.eu-west-3.vpce.amazonaws.com is not a FIPS endpoint")]
    [InlineData("q", "", "--region nowhere", "region: 'nowhere' is not an AWS region")]
    [InlineData("q", "AWS_REGION=eu-west-3/x", "", "region: 'eu-west-3/x' is not an AWS region")]
    [InlineData("arn:aws-iso:sqs:us-iso-east-1:1:q", "AWS_USE_DUALSTACK_ENDPOINT=true AWS_USE_FIPS_ENDPOINT=maybe", "", "AWS_USE_FIPS_ENDPOINT: 'maybe'")]
    [InlineData(Url, "", "--s3-role-arn nonsense", "s3_role_arn: 'nonsense' is neither")]
    public void Configuration_ThatCannotWork_IsOneLineAtTheStart(string queue, string variables, string options, string expected)
    {
        Set(variables);
        var run = _run.Sluice(["pull", "--queue", queue, .. Words(options)]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("sluice: " + expected, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Http_ToAnotherMachine_IsWarnedOfOnce()
    {
        var run = _run.Sluice("check", "--queue", "q", "--region", "eu-west-3", "--endpoint", "http://192.0.2.1:1", "--sts-endpoint", "http://127.0.0.1:1", "--read-timeout", "1");
        Assert.Single(run.Lines, line => line.StartsWith("note endpoint: http://192.0.2.1:1 is not encrypted", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Lines, line => line.Contains("127.0.0.1:1 is not encrypted", StringComparison.Ordinal));
    }

    private void Set(string variables)
    {
        foreach (string variable in Words(variables))
            _run[variable.Split('=', 2)[0]] = variable.Split('=', 2)[1];
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
