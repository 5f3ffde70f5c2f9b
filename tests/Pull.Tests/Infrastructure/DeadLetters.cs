// Tests: a dead-letter queue with letters in it, the queue they came from, and a door to both.
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

/// <summary>What a redrive begins with.</summary>
public sealed class DeadLetters : IDisposable
{
    private readonly Func<ProxiedRequest, Fault?> _rule;

    private DeadLetters(string dead, string source, Func<ProxiedRequest, Fault?> rule)
    {
        (Dead, Source, _rule) = (dead, source, rule);
        Door = new FaultProxy(Emulator.Shared.Address, Answer);
    }

    public string Dead { get; }

    public string Source { get; }

    public FaultProxy Door { get; }

    /// <summary>The queues that SQS says have this dead-letter queue; null: it may not be asked. (The emulator knows no such call.)</summary>
    public string[]? Sources { get; set; }

    public static async Task<DeadLetters> New(int messages, Func<ProxiedRequest, Fault?>? rule = null, string suffix = "")
    {
        var (dead, source) = (await NewQueue(suffix), await NewQueue(suffix));
        var letters = new DeadLetters(dead, source, rule ?? (_ => null));
        letters.Sources = [Emulator.Shared.QueueUrl(letters.Source)];
        for (int i = 0; i < messages; i++)
            await letters.Send(i);
        return letters;
    }

    public static async Task<string> NewQueue(string suffix = "", params (string Name, string Value)[] attributes)
    {
        string name = "q" + Guid.NewGuid().ToString("N")[..12] + suffix;
        var wanted = new JsonObject { ["VisibilityTimeout"] = "30" };
        if (suffix.Length > 0)
            wanted["FifoQueue"] = "true";
        foreach (var (attribute, value) in attributes)
            wanted[attribute] = value;
        await Emulator.Shared.Sqs("CreateQueue", new JsonObject { ["QueueName"] = name, ["Attributes"] = wanted });
        return name;
    }

    /// <summary>The body of a letter.</summary>
    public static string Body(int number) => FlowText.Event("bucket", $"k{number}");

    public Task Send(int number) => Emulator.Shared.Sqs("SendMessage", new JsonObject
    {
        ["QueueUrl"] = Emulator.Shared.QueueUrl(Dead),
        ["MessageBody"] = Body(number),
        ["MessageAttributes"] = new JsonObject
        {
            ["number"] = new JsonObject { ["DataType"] = "Number", ["StringValue"] = $"{number}" },
            ["bytes"] = new JsonObject { ["DataType"] = "Binary.own", ["BinaryValue"] = "AAEC/w==" },
        },
    });

    /// <summary>All messages of a queue that nobody holds, with all their attributes.</summary>
    public static async Task<List<JsonNode>> Read(string queue)
    {
        var found = new List<JsonNode>();
        while ((await Emulator.Shared.Sqs("ReceiveMessage", new JsonObject
        {
            ["QueueUrl"] = Emulator.Shared.QueueUrl(queue),
            ["MaxNumberOfMessages"] = 10,
            ["MessageSystemAttributeNames"] = new JsonArray("All"),
            ["MessageAttributeNames"] = new JsonArray("All"),
        }))?["Messages"] is JsonArray some)
        {
            found.AddRange(some.Select(message => message!.DeepClone()));
        }
        return found;
    }

    /// <summary>The numbers of the letters in a queue, in its order.</summary>
    public static async Task<int[]> Numbers(string queue) =>
        [.. (await Read(queue)).Select(message => int.Parse(System.Text.RegularExpressions.Regex.Match((string)message["Body"]!, "\"key\":\"k(\\d+)\"").Groups[1].Value))];

    /// <summary>The words of a redrive.</summary>
    public string[] Words(params string[] more) => ["redrive", "--queue", Dead, "--endpoint", Door.Address, "--region", Emulator.Region,
        "--aws-access-key-id", "test", "--aws-secret-access-key", "test-secret", "--wait-time", "0", .. more];

    public Run Redrive(params string[] more) => Run.Sluice(Words(more));

    public int Calls(string action) => Door.Seen.Count(request => request.Target.EndsWith("." + action, StringComparison.Ordinal));

    public void Dispose() => Door.Dispose();

    private Fault? Answer(ProxiedRequest request)
    {
        if (_rule(request) is { } fault)
            return fault;
        if (!request.Target.EndsWith("ListDeadLetterSourceQueues", StringComparison.Ordinal))
            return null;
        return Sources is null ? Fault.Sqs(403, "AccessDeniedException", "not authorized to perform: sqs:listdeadlettersourcequeues") : new Fault
        {
            Status = 200,
            Headers = "Content-Type: application/x-amz-json-1.0\r\n",
            Body = new JsonObject { ["queueUrls"] = new JsonArray([.. Sources.Select(url => (JsonNode)url)]) }.ToJsonString(),
        };
    }
}
