// Aws: TLS with an authority of one's own, and the way through a proxy, as the AWS CLI has them.
namespace Sluice.Pull.Tests;

public sealed class TrustTests : IDisposable
{
    private static readonly string Password = "Basic " + Convert.ToBase64String("user:secret-of-the-proxy"u8);

    private readonly CleanRun _run = new();
    private readonly string _bundle;

    public TrustTests()
    {
        _run["AWS_REGION"] = Emulator.Region;
        _run["AWS_ACCESS_KEY_ID"] = "AKIATEST";
        _run["AWS_SECRET_ACCESS_KEY"] = "secret-of-the-test";
        _bundle = _run.File("ca.pem", TestAuthority.Shared.Pem);
    }

    public void Dispose() => _run.Dispose();

    private static string Local(Tunnel tls) => $"https://localhost:{tls.Port}";

    [Theory]
    [InlineData("AWS_CA_BUNDLE")]
    [InlineData("SLUICE_CA_BUNDLE")]
    public async Task CaBundle_OfOurAuthority_IsTrusted(string variable)
    {
        using var pulled = await Pulled.New();
        using var tls = Tunnel.Tls(pulled.Door.Address);
        _run[variable] = _bundle;
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", Local(tls)), "AKIATEST");
    }

    [Fact]
    public async Task CaBundle_AlsoForTheTokenService()
    {
        using var pulled = await Pulled.New();
        using var sts = new TokenService();
        using var tls = Tunnel.Tls(sts.Address);
        _run["AWS_CA_BUNDLE"] = _bundle;
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", pulled.Door.Address, "--sts-endpoint", Local(tls), "--role-arn", "arn:aws:iam::1:role/r"), "ASIAr");
    }

    [Fact]
    public void CaBundle_None_OneLineThatNamesTheCure()
    {
        using var tls = Tunnel.Tls(Emulator.Shared.Address);
        var run = _run.Sluice("check", "--queue", "q", "--endpoint", Local(tls));
        Assert.Equal(1, run.ExitCode);
        string line = Assert.Single(run.Lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.StartsWith("FAIL queue: Queue q cannot be reached (The server's certificate is not trusted: set ca_bundle or AWS_CA_BUNDLE to the PEM file of its authority", line, StringComparison.Ordinal);
    }

    [Fact]
    public void CaBundle_OfTheEnvironmentUnreadable_NamesTheVariable()
    {
        _run["AWS_CA_BUNDLE"] = "/nowhere/ca.pem";
        var run = _run.Drain("q");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("sluice: AWS_CA_BUNDLE: '/nowhere/ca.pem' cannot be read as PEM certificates", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    public async Task Proxy_IsAskedForEveryHost(string variable)
    {
        using var pulled = await Pulled.New();
        using var tls = Tunnel.Tls(pulled.Door.Address);
        using var proxy = Tunnel.Proxy(tls.Port, head => HeadReader.Value(head, "Proxy-Authorization") == Password ? null
            : "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"tests\"");
        _run["AWS_CA_BUNDLE"] = _bundle;
        _run[variable] = $"http://user:secret-of-the-proxy@127.0.0.1:{proxy.Port}";
        // No resolver knows the name: whatever came out came through the proxy.
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", $"https://{TestAuthority.Host}"), "AKIATEST");
        Assert.All(proxy.Connects, head => Assert.StartsWith($"CONNECT {TestAuthority.Host}:443 ", head, StringComparison.Ordinal));
        Assert.Contains(proxy.Connects, head => HeadReader.Value(head, "Proxy-Authorization") == Password);
    }

    [Theory]
    [InlineData("other.test, .example.com, LocalHost")]
    [InlineData("*")]
    public async Task NoProxy_Host_IsReachedDirectly(string list)
    {
        using var pulled = await Pulled.New();
        using var tls = Tunnel.Tls(pulled.Door.Address);
        using var proxy = Tunnel.Proxy(tls.Port);
        _run["AWS_CA_BUNDLE"] = _bundle;
        _run["HTTPS_PROXY"] = $"http://127.0.0.1:{proxy.Port}";
        _run["NO_PROXY"] = list;
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", Local(tls)), "AKIATEST");
        Assert.Empty(proxy.Connects);
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("407 Proxy Authentication Required")]
    public void Proxy_Refuses_OneLineThatNamesIt(string refusal)
    {
        using var proxy = Tunnel.Proxy(0, _ => refusal);
        _run["HTTPS_PROXY"] = $"http://user:secret-of-the-proxy@127.0.0.1:{proxy.Port}";
        var run = _run.Sluice("check", "--queue", "q", "--endpoint", $"https://{TestAuthority.Host}");
        string line = Assert.Single(run.Lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.Contains($"127.0.0.1:{proxy.Port}", line, StringComparison.Ordinal);
        Assert.Contains(refusal[..3], line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Join('\n', run.Lines), StringComparison.Ordinal);
    }
}
