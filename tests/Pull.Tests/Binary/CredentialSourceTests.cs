// Aws: credentials that a service hands out: web identity, containers, the instance.
using System.Diagnostics;

namespace Sluice.Pull.Tests;

public sealed class CredentialSourceTests : IDisposable
{
    private const string Keys = """
        {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIASERVED","SecretAccessKey":"secret-that-was-served","Token":"secret-token-that-was-served","Expiration":"2099-01-01T00:00:00Z","LastUpdated":"2026-01-01T00:00:00Z"}
        """;

    private readonly CleanRun _run = new();

    public CredentialSourceTests() => _run["AWS_REGION"] = Emulator.Region;

    public void Dispose() => _run.Dispose();

    private static FaultProxy Serve(Func<ProxiedRequest, Fault> answer) => new(Emulator.Shared.Address, answer);

    private static Fault Ok(string body) => new() { Status = 200, Headers = "Content-Type: application/json\r\n", Body = body };

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_STS", "for-the-session")]
    [InlineData("SLUICE_STS_ENDPOINT", "")]
    public async Task WebIdentity_TokenBecomesKeysOfTheRole(string endpoint, string session)
    {
        using var pulled = await Pulled.New();
        using var sts = new TokenService();
        _run[endpoint] = sts.Address;
        _run["AWS_WEB_IDENTITY_TOKEN_FILE"] = _run.File("token", "secret-web-token\n");
        _run["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/pod";
        _run["AWS_ROLE_SESSION_NAME"] = session;
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", pulled.Door.Address), "ASIApod");
        var asked = Assert.Single(sts.Asked);
        Assert.Equal(("AssumeRoleWithWebIdentity", "", "secret-web-token", "arn:aws:iam::1:role/pod"), (asked["Action"], asked["caller"], asked["WebIdentityToken"], asked["RoleArn"]));
        Assert.Equal(session.Length > 0 ? session : "sluice", asked["RoleSessionName"]);
    }

    [Fact]
    public async Task WebIdentity_ThenRoleArn_TheSecondIsAssumedByTheFirst()
    {
        using var pulled = await Pulled.New();
        using var sts = new TokenService();
        _run["AWS_WEB_IDENTITY_TOKEN_FILE"] = _run.File("token", "secret-web-token");
        _run["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/pod";
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", pulled.Door.Address, "--sts-endpoint", sts.Address, "--role-arn", "arn:aws:iam::2:role/second"), "ASIAsecond");
        Assert.Equal(["", "ASIApod"], sts.Asked.Select(form => form["caller"]));
    }

    [Theory]
    [InlineData("denied", "token", "(AccessDenied: not authorized to perform: sts:AssumeRole)")]
    [InlineData("pod", "no-such-file", "no-such-file'.)")]
    public void WebIdentity_Refused_OneClearLine(string role, string file, string expected)
    {
        using var sts = new TokenService();
        string token = _run.File("token", "secret-web-token");
        _run["AWS_WEB_IDENTITY_TOKEN_FILE"] = Path.Combine(Path.GetDirectoryName(token)!, file);
        _run["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/" + role;
        string line = Assert.Single(_run.Sluice("check", "--queue", "q", "--sts-endpoint", sts.Address).Lines);
        Assert.StartsWith($"FAIL credentials: role arn:aws:iam::1:role/{role} may not be assumed", line, StringComparison.Ordinal);
        Assert.EndsWith(expected, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Container_TokenOfVariableOrFile_GetsKeys(bool file)
    {
        using var pulled = await Pulled.New();
        using var agent = Serve(request => request.Path == "/v1/credentials" && request.Authorization == "secret-container-token" ? Ok(Keys) : Fault.Of(403, "no"));
        _run["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = agent.Address + "/v1/credentials";
        if (file)
            _run["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = _run.File("token", "secret-container-token");
        else
            _run["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "secret-container-token";
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", pulled.Door.Address), "ASIASERVED");
        Assert.Single(agent.Seen);
    }

    [Fact]
    public void Container_Refuses_OneClearLine()
    {
        using var agent = Serve(_ => new Fault { Status = 403, Body = "{}" });
        _run["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = agent.Address + "/v1/credentials";
        string line = Assert.Single(_run.Sluice("check", "--queue", "q").Lines);
        Assert.Equal($"FAIL credentials: the container credentials agent ({agent.Address}) answered with HTTP 403", line);
    }

    [Fact]
    public async Task Instance_TokenThenRoleThenKeys()
    {
        using var pulled = await Pulled.New();
        using var metadata = Serve(request => (request.Method, request.Path) switch
        {
            ("PUT", "/latest/api/token") when request.Header("X-aws-ec2-metadata-token-ttl-seconds") is not null => Ok("secret-metadata-token"),
            _ when request.Header("X-aws-ec2-metadata-token") != "secret-metadata-token" => new Fault { Status = 401 },
            (_, "/latest/meta-data/iam/security-credentials" or "/latest/meta-data/iam/security-credentials/") => Ok("role-of-the-instance"),
            (_, "/latest/meta-data/iam/security-credentials/role-of-the-instance") => Ok(Keys),
            (_, "/latest/dynamic/instance-identity/document") => Ok($$"""{"region":"{{Emulator.Region}}"}"""),
            _ => new Fault { Status = 404 },
        });
        _run["AWS_EC2_METADATA_DISABLED"] = "";
        _run["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Address;
        _run["AWS_REGION"] = "";
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", pulled.Door.Address), "ASIASERVED");
        Assert.Contains(metadata.Seen, request => request.Path.EndsWith("/role-of-the-instance", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_MetadataDisabled_OneClearLineAtOnce()
    {
        long began = Stopwatch.GetTimestamp();
        var run = _run.Sluice("check", "--queue", "q");
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 5);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("FAIL credentials: No AWS credentials were found in settings, environment, web identity, profile, container or instance metadata (", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    /// <summary>A drain is a job of somebody's script: it must not wait for credentials that never come.</summary>
    [Fact]
    public void Nothing_Drain_EndsWithTheLine()
    {
        var run = _run.Drain("q");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("sluice: No AWS credentials were found in settings, environment", run.Error, StringComparison.Ordinal);
    }
}
