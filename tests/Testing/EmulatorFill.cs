// Testing: numbered flow records and files in the emulator, announced in a queue.
using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Sluice.Testing;

/// <summary>What the tests of a host put into the emulator, each by a run of <c>fill.mjs</c>.</summary>
public static class EmulatorFill
{
    private static readonly string Filler = Repo.PathOf("tests", "e2e", "fill.mjs");

    /// <summary>The settings of an input that pulls from it.</summary>
    public static string[] Settings(this Emulator emulator, string queue) =>
    [
        "queue=" + queue, "endpoint=" + emulator.Address, "region=eu-west-3", "aws_access_key_id=test",
        "aws_secret_access_key=test", "wait_time=1",
    ];

    /// <summary>Uploads numbered records and sends one message per object; returns the queue's URL.</summary>
    public static string Fill(this Emulator emulator, string queue, int objects, int records, int first = 0) =>
        emulator.Plain(emulator.Filled(queue, $"{objects}", $"{records}", $"{first}"));

    /// <summary>Uploads numbered records, and then announces their objects at a rate; returns the queue's URL and what announces.</summary>
    public static (string QueueUrl, Process Feed) Feed(this Emulator emulator, string queue, int objects, int records, int bytesPerSecond)
    {
        var feed = Process.Start(new ProcessStartInfo("node", [Filler, emulator.Address, queue, $"{objects}", $"{records}", "0", $"{bytesPerSecond}"])
        {
            RedirectStandardOutput = true,
            Environment = { ["NODE_NO_WARNINGS"] = "1" },
        })!;
        string? url = feed.StandardOutput.ReadLine();
        Assert.NotNull(url);
        return (emulator.Plain(url), feed);
    }

    /// <summary>Uploads a file's lines as one object and sends its message; returns the queue's URL.</summary>
    public static string FillFile(this Emulator emulator, string queue, string path) => emulator.Plain(emulator.Filled(queue, "file", path));

    /// <summary>Uploads a file as it is, as <c>hostile/NAME</c>, and sends its message.</summary>
    public static void FillRaw(this Emulator emulator, string queue, string path) => emulator.Filled(queue, "raw", path);

    /// <summary>How many messages wait, and how many somebody holds, such as <c>0 0</c>, as the queue's attributes tell it.</summary>
    public static string Counts(this Emulator emulator, string queue)
    {
        string[] names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
        var asked = new JsonObject { ["QueueUrl"] = emulator.QueueUrl(queue), ["AttributeNames"] = new JsonArray([.. names]) };
        var attributes = emulator.Sqs("GetQueueAttributes", asked).GetAwaiter().GetResult()!["Attributes"]!;
        return string.Join(' ', names.Select(name => (string?)attributes[name]));
    }

    // The emulator names itself by a host that not every machine resolves.
    private static string Plain(this Emulator emulator, string queueUrl)
    {
        var address = new Uri(emulator.Address);
        return queueUrl.Replace($"sqs.eu-west-3.localhost:{address.Port}", address.Authority, StringComparison.Ordinal);
    }

    private static string Filled(this Emulator emulator, string queue, params string[] what)
    {
        var run = Run.Program("node", ReadOnlyMemory<byte>.Empty, [Filler, emulator.Address, queue, .. what]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Lines.LastOrDefault() ?? "";
    }
}
