// Testing: the SQS and S3 that the tests talk to, in memory.
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Testing;

/// <summary>A running emulator, set up by plain HTTP, without the client that is under test. It ends with us, however we end.</summary>
public sealed class Emulator : IDisposable
{
    public const string Region = "us-east-1";

    private static readonly Lazy<Emulator> One = new(Start);

    private readonly Process _process;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private Emulator()
    {
        string folder = Repo.PathOf("tests", "emulator");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw new InvalidOperationException("The emulator is not installed: run 'make emulator' (npm ci in tests/emulator).");
        var start = new ProcessStartInfo("node", ["serve.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SLUICE_EMULATOR_STDIN"] = "hold"; // it ends when our end of its standard input closes
        start.Environment["NODE_NO_WARNINGS"] = "1";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        Address = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The emulator did not start.");
    }

    /// <summary>The one of this test run.</summary>
    public static Emulator Shared => One.Value;

    /// <summary>Where it listens, as <c>http://127.0.0.1:PORT</c>.</summary>
    public string Address { get; }

    /// <summary>One of its own for a test, which disposes of it.</summary>
    public static Emulator Start() => new();

    /// <summary>A queue of its own for a test; returns its name.</summary>
    public async Task<string> NewQueue(int visibilitySeconds = 30, string? deadLetterQueue = null, int maxReceives = 3)
    {
        string name = "q" + Guid.NewGuid().ToString("N")[..12];
        var attributes = new JsonObject { ["VisibilityTimeout"] = visibilitySeconds.ToString() };
        if (deadLetterQueue is not null)
            attributes["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"arn:aws:sqs:{{Region}}:000000000000:{{deadLetterQueue}}","maxReceiveCount":{{maxReceives}}}""";
        await Sqs("CreateQueue", new JsonObject { ["QueueName"] = name, ["Attributes"] = attributes });
        return name;
    }

    public async Task<string> NewBucket()
    {
        string name = "b" + Guid.NewGuid().ToString("N")[..12];
        (await _http.PutAsync($"{Address}/{name}", null)).EnsureSuccessStatusCode();
        return name;
    }

    /// <summary>Stores an object; returns its ETag.</summary>
    public async Task<string> Put(string bucket, string key, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/octet-stream");
        string path = string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
        using var response = (await _http.PutAsync($"{Address}/{bucket}/{path}", content)).EnsureSuccessStatusCode();
        return response.Headers.ETag!.Tag.Trim('"');
    }

    public Task Send(string queue, string body) =>
        Sqs("SendMessage", new JsonObject { ["QueueUrl"] = QueueUrl(queue), ["MessageBody"] = body });

    public string QueueUrl(string queue) => $"{Address}/000000000000/{queue}";

    /// <summary>Messages in the queue: visible, and held by someone.</summary>
    public async Task<(int Visible, int InFlight)> Depth(string queue)
    {
        var json = JsonNode.Parse(await _http.GetStringAsync($"{Address}/_fauxqs/queues/{queue}"))!;
        return (json["messages"]!["ready"]!.AsArray().Count, json["messages"]!["inflight"]!.AsArray().Count);
    }

    /// <summary>Seconds after which each hidden message comes back.</summary>
    public async Task<IReadOnlyList<double>> Rests(string queue)
    {
        var json = JsonNode.Parse(await _http.GetStringAsync($"{Address}/_fauxqs/queues/{queue}"))!;
        double now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return [.. json["messages"]!["inflight"]!.AsArray().Select(message => ((double)message!["visibilityDeadline"]! - now) / 1000)];
    }

    /// <summary>All messages, whoever holds them.</summary>
    public async Task<int> Left(string queue)
    {
        var (visible, inFlight) = await Depth(queue);
        return visible + inFlight;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    /// <summary>Any call, as the API names it.</summary>
    public async Task<JsonNode?> Sqs(string action, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address + "/");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", "AmazonSQS." + action);
        using var response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{action}: {response.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
