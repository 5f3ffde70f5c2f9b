// Aws: the shared AWS files and the environment, as the AWS CLI reads them.
namespace Sluice.Pull.Tests;

public sealed class SharedFileTests : IDisposable
{
    private const string Keys = """
        [default]
        aws_access_key_id = AKIADEFAULT
        aws_secret_access_key = secret-of-default
        [base]
        aws_access_key_id = AKIABASE
        aws_secret_access_key = secret-of-base
        aws_session_token = secret-token-of-base
        """;

    private const string Config = """
        [profile base]
        region = eu-west-3
        [profile bare]
        region = eu-west-2
        [profile jump]
        role_arn = arn:aws:iam::1:role/jump
        source_profile = base
        role_session_name = of-the-profile
        external_id = of-the-profile-too
        [profile twice]
        role_arn = arn:aws:iam::1:role/twice
        source_profile = jump
        [profile self]
        role_arn = arn:aws:iam::1:role/self
        source_profile = self
        aws_access_key_id = AKIASELF
        aws_secret_access_key = secret-of-self
        [profile environment]
        role_arn = arn:aws:iam::1:role/environment
        credential_source = Environment
        [profile lost]
        role_arn = arn:aws:iam::1:role/lost
        source_profile = nowhere
        [profile denied]
        role_arn = arn:aws:iam::1:role/denied
        source_profile = base
        [profile process]
        credential_process = /bin/sh HOME/process.sh
        [profile broken]
        credential_process = /bin/false
        [profile sso]
        sso_start_url = https://x.awsapps.com/start
        sso_region = us-east-1
        sso_account_id = 1
        sso_role_name = r
        """;

    private readonly CleanRun _run = new();

    public SharedFileTests()
    {
        _run["AWS_SHARED_CREDENTIALS_FILE"] = _run.File("keys", Keys);
        string script = _run.File("process.sh", """echo '{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"secret-of-process"}'""");
        _run["AWS_CONFIG_FILE"] = _run.File("settings", Config.Replace("HOME/process.sh", script, StringComparison.Ordinal));
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("--profile base", "", "AKIABASE")]
    [InlineData("", "AWS_PROFILE=base", "AKIABASE")]
    [InlineData("", "", "AKIADEFAULT")]
    [InlineData("--profile process", "", "AKIAPROCESS")]
    // As for the AWS CLI: the option goes before keys of the environment, the variable does not.
    [InlineData("--profile base", "AWS_ACCESS_KEY_ID=AKIAENV AWS_SECRET_ACCESS_KEY=secret-env", "AKIABASE")]
    [InlineData("", "AWS_PROFILE=base AWS_ACCESS_KEY_ID=AKIAENV AWS_SECRET_ACCESS_KEY=secret-env", "AKIAENV")]
    public async Task Profile_ItsKeysAreUsed(string options, string variables, string expected)
    {
        using var pulled = await Pulled.New();
        Set(variables);
        _run["AWS_ENDPOINT_URL"] = pulled.Door.Address;
        pulled.AssertDone(_run.Take(pulled.Queue, ["--region", Emulator.Region, .. Words(options)]), expected);
    }

    [Theory]
    [InlineData("jump", "", "AKIABASE>jump")]
    [InlineData("twice", "", "AKIABASE>jump ASIAjump>twice")]
    [InlineData("self", "", "AKIASELF>self")]
    [InlineData("environment", "AWS_ACCESS_KEY_ID=AKIAENV AWS_SECRET_ACCESS_KEY=secret-env", "AKIAENV>environment")]
    public async Task Profile_WithARole_IsAssumedByItsSource(string profile, string variables, string chain)
    {
        using var pulled = await Pulled.New();
        using var sts = new TokenService();
        Set(variables);
        var run = _run.Take(pulled.Queue, "--region", Emulator.Region, "--profile", profile, "--endpoint", pulled.Door.Address, "--sts-endpoint", sts.Address);
        pulled.AssertDone(run, "ASIA" + profile);
        Assert.Equal(chain, string.Join(' ', sts.Asked.Select(form => $"{form["caller"]}>{form["RoleArn"].Split('/')[1]}")));
        if (profile == "jump")
            Assert.Equal(("AssumeRole", "of-the-profile", "of-the-profile-too"), (sts.Asked[0]["Action"], sts.Asked[0]["RoleSessionName"], sts.Asked[0]["ExternalId"]));
    }

    [Theory]
    [InlineData("--profile nobody", "", 2, "sluice: profile: 'nobody' is in neither the shared AWS config file nor the credentials file")]
    [InlineData("", "AWS_PROFILE=nobody", 2, "sluice: AWS_PROFILE: 'nobody' is in neither the shared AWS config file nor the credentials file")]
    public void Profile_Unknown_OneClearLine(string options, string variables, int exitCode, string expected)
    {
        Set(variables);
        var run = _run.Drain("q", Words(options));
        Assert.Equal((exitCode, expected), (run.ExitCode, run.Error.TrimEnd()));
    }

    [Theory]
    [InlineData("bare", "profile 'bare' has no credentials")]
    [InlineData("lost", "profile 'lost': its source_profile 'nowhere' has no credentials")]
    [InlineData("denied", "role arn:aws:iam::1:role/denied may not be assumed; allow the caller to assume it, and name the caller in the trust policy of the role (AccessDenied: not authorized to perform: sts:AssumeRole)")]
    [InlineData("broken", "credential_process of profile 'broken' failed: exit code 1")]
    [InlineData("sso", "profile 'sso' signs in through IAM Identity Center, which only the AWS CLI supports")]
    public void Profile_WithoutCredentials_CheckSaysWhy(string profile, string expected)
    {
        using var sts = new TokenService();
        var run = _run.Sluice("check", "--queue", "q", "--profile", profile, "--sts-endpoint", sts.Address);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("FAIL credentials: " + expected, Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--region eu-north-1", "AWS_REGION=eu-west-1", "eu-north-1")]
    [InlineData("", "AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-central-1 AWS_PROFILE=base", "eu-west-1")]
    [InlineData("", "AWS_DEFAULT_REGION=eu-central-1 AWS_PROFILE=base", "eu-central-1")]
    [InlineData("", "AWS_PROFILE=base", "eu-west-3")]
    [InlineData("--profile base", "", "eu-west-3")]
    public void Region_OptionThenEnvironmentThenProfile(string options, string variables, string expected)
    {
        Set(variables);
        var run = _run.Drain("nowhere", ["--endpoint", Emulator.Shared.Address, .. Words(options)]);
        Assert.StartsWith($"sluice: Queue nowhere does not exist in region {expected}:", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endpoint_url = {0}")]
    [InlineData("services = local\n[services local]\nsqs =\n  endpoint_url = {0}\ns3 =\n  endpoint_url = {0}")]
    public async Task Endpoint_OfTheProfile_IsUsed(string lines)
    {
        using var pulled = await Pulled.New();
        _run["AWS_CONFIG_FILE"] = _run.File("settings", $"[profile base]\nregion = {Emulator.Region}\n" + string.Format(null, lines, pulled.Door.Address) + "\n");
        pulled.AssertDone(_run.Take(pulled.Queue, "--profile", "base"), "AKIABASE");
    }

    [Fact]
    public async Task Endpoint_OfEachServiceInTheEnvironment_IsUsed()
    {
        using var pulled = await Pulled.New();
        using var s3 = new FaultProxy(Emulator.Shared.Address, _ => null);
        Set($"AWS_ENDPOINT_URL_SQS={pulled.Door.Address} AWS_ENDPOINT_URL_S3={s3.Address} AWS_REGION={Emulator.Region}");
        var run = _run.Take(pulled.Queue);
        Assert.True(run.ExitCode == 0 && run.Lines.Length == Pulled.Records, run.Error);
        Assert.All(s3.Seen, request => Assert.StartsWith($"/{pulled.Bucket}/k", request.Path, StringComparison.Ordinal));
    }

    private void Set(string variables)
    {
        foreach (string variable in Words(variables))
            _run[variable.Split('=')[0]] = variable.Split('=')[1];
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
