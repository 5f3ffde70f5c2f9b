// Aws: keys that others replace while we run, and keys for buckets alone.
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sluice.Pull.Tests;

public sealed class RotationTests : IDisposable
{
    private readonly CleanRun _run = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private volatile string _good = "ASIAONE";
    private int _lines;

    public RotationTests() => _run["AWS_REGION"] = Emulator.Region;

    public void Dispose() => _run.Dispose();

    private static string Keys(string id) => $"[default]\naws_access_key_id={id}\naws_secret_access_key=secret\naws_session_token=secret\n[base]\naws_access_key_id={id}\naws_secret_access_key=secret\n";

    /// <summary>Replaces the file as editors and agents do.</summary>
    private void Replace(string id)
    {
        string path = _run.File("keys", "");
        File.WriteAllText(path + ".new", Keys(id));
        File.Move(path + ".new", path, overwrite: true);
    }

    private Fault? Refusal(ProxiedRequest request) => TokenService.KeyOf(request) == _good ? null : request.Target.Length > 0
        ? Fault.Sqs(403, "ExpiredTokenException", "The security token included in the request is expired")
        : Fault.Of(400, "ExpiredToken", "The provided token has expired.");

    private Process Pull(params string[] arguments)
    {
        var process = _run.Start(["pull", "--wait-time", "1", .. arguments]);
        process.OutputDataReceived += (_, e) => Interlocked.Add(ref _lines, e.Data is null ? 0 : 1);
        process.ErrorDataReceived += (_, e) => _errors.Enqueue(e.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task Until(int lines)
    {
        long began = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _lines) < lines)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"{_lines} of {lines} lines\n{string.Join('\n', _errors)}");
            await Task.Delay(50);
        }
    }

    private static async Task Send(string queue, string bucket, string key)
    {
        await Emulator.Shared.Put(bucket, key, FlowText.Gzip(FlowText.Lines(key.Length, 10)));
        await Emulator.Shared.Send(queue, FlowText.Event(bucket, key));
    }

    [Theory]
    // Replaced at the moment at which the old keys end, or with time between.
    [InlineData(0)]
    [InlineData(1500)]
    public async Task SharedFile_Replaced_IsReadAgain(int between)
    {
        string queue = await Emulator.Shared.NewQueue(), bucket = await Emulator.Shared.NewBucket();
        using var door = new FaultProxy(Emulator.Shared.Address, Refusal);
        _run["AWS_SHARED_CREDENTIALS_FILE"] = _run.File("keys", Keys("ASIAONE"));
        await Send(queue, bucket, "a");
        using var process = Pull("--queue", queue, "--endpoint", door.Address);
        await Until(10);
        _good = "ASIATWO";
        await Task.Delay(between);
        Replace("ASIATWO");
        await Send(queue, bucket, "bb");
        await Until(20);
        process.Kill();
    }

    [Fact]
    public async Task SourceProfile_Replaced_RoleIsAssumedWithTheNewKeys()
    {
        string queue = await Emulator.Shared.NewQueue(), bucket = await Emulator.Shared.NewBucket();
        using var sts = new TokenService();
        _run["AWS_SHARED_CREDENTIALS_FILE"] = _run.File("keys", Keys("AKIAONE"));
        _run["AWS_CONFIG_FILE"] = _run.File("config", "[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n");
        await Send(queue, bucket, "a");
        using var process = Pull("--queue", queue, "--endpoint", Emulator.Shared.Address, "--sts-endpoint", sts.Address, "--profile", "role");
        await Until(10);
        Replace("AKIATWO");
        await Task.Delay(1500);
        await Send(queue, bucket, "bb");
        await Until(20);
        process.Kill();
        Assert.Equal(["AKIAONE", "AKIATWO"], sts.Asked.Select(form => form["caller"]));
    }

    [Fact]
    public async Task S3RoleArn_ByBucket_TheQueueKeepsItsOwn()
    {
        string queue = await Emulator.Shared.NewQueue(), one = await Emulator.Shared.NewBucket(), two = await Emulator.Shared.NewBucket();
        using var sts = new TokenService();
        using var sqs = new FaultProxy(Emulator.Shared.Address, _ => null);
        using var s3 = new FaultProxy(Emulator.Shared.Address, _ => null);
        _run["AWS_ACCESS_KEY_ID"] = "AKIABASE";
        _run["AWS_SECRET_ACCESS_KEY"] = "secret";
        await Send(queue, one, "a");
        await Send(queue, two, "bb");
        var run = _run.Drain(queue, "--sqs-endpoint", sqs.Address, "--s3-endpoint", s3.Address, "--sts-endpoint", sts.Address, "--request-payer", "on",
            "--s3-role-arn", $"{one}=arn:aws:iam::1:role/one, b*=arn:aws:iam::2:role/others", "--external-id", "told");
        Assert.True(run.ExitCode == 0 && run.Lines.Length == 20, run.Error);
        Assert.All(sqs.Seen, request => Assert.Equal("AKIABASE", TokenService.KeyOf(request)));
        Assert.All(s3.Seen, request => Assert.Equal(request.Path.StartsWith($"/{one}/", StringComparison.Ordinal) ? "ASIAone" : "ASIAothers", TokenService.KeyOf(request)));
        Assert.All(s3.Seen, request => Assert.Equal("requester", request.Header("x-amz-request-payer")));
        Assert.Equal([("AKIABASE", "told"), ("AKIABASE", "told")], sts.Asked.Select(form => (form["caller"], form["ExternalId"])));
    }

    [Fact]
    public async Task CaBundle_OfTheProfile_IsTrusted()
    {
        using var pulled = await Pulled.New();
        using var tls = Tunnel.Tls(pulled.Door.Address);
        string bundle = _run.File("ca.pem", TestAuthority.Shared.Pem);
        _run["AWS_SHARED_CREDENTIALS_FILE"] = _run.File("keys", Keys("AKIABASE"));
        _run["AWS_CONFIG_FILE"] = _run.File("config", $"[profile base]\nca_bundle = {bundle}  # ours\n");
        _run["AWS_DEFAULT_PROFILE"] = "base";
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", $"https://localhost:{tls.Port}"), "AKIABASE");
    }

    [Fact]
    public async Task Process_KeysOfAQuarterOfAnHour_OneRunServesAll()
    {
        using var pulled = await Pulled.New();
        string count = _run.File("count", ""), script = _run.File("keys.sh", $$"""
            echo x >> {{_run.File("count", "")}}
            echo "{\"Version\":1,\"AccessKeyId\":\"ASIACP\",\"SecretAccessKey\":\"secret\",\"SessionToken\":\"secret\",\"Expiration\":\"$(date -u -d '+15 minutes' +%Y-%m-%dT%H:%M:%SZ)\"}"
            """);
        _run["AWS_CONFIG_FILE"] = _run.File("config", $"[default]\ncredential_process = /bin/sh {script}\n");
        pulled.AssertDone(_run.Take(pulled.Queue, "--endpoint", pulled.Door.Address), "ASIACP");
        Assert.Single(File.ReadAllLines(count));
    }
}
