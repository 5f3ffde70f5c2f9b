// Tests: one list of lines through sluice parse, sluice pull, the input and the filter gives one list of events.
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Plugin.Tests;

/// <summary>The front ends share the parser; that none adds a rule of its own is seen from outside only.</summary>
public sealed class FrontEndTests
{
    private const int MaxLine = 1 << 20;

    /// <summary>Each line is a record, malformed in a way of its own, or nothing.</summary>
    private static readonly string[] Lines =
    [
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
        Events.Line,
        "2 424805057484 eni-0f06a40fc9be596f6 2001:db8::1 2001:db8::2 0 0 58 2 152 1599665193 1599665488 REJECT OK",
        "2 424805057484 eni-0f06a40fc9be596f6 - - - - - - - 1599665193 1599665488 - NODATA",
        "2 424805057484 eni-0f06a40fc9be596f6 - - - - - - - 1599665193 1599665488 - SKIPDATA",
        "  " + Events.Line + "  ",
        Events.Line + "\r",
        "",
        "   ",
        "one",
        "2 424805057484 eni-0f06a40fc9be596f6",
        Events.Line.Replace("212.83.179.156", "212.83.179.256", StringComparison.Ordinal),
        Events.Line.Replace(" 123 123 ", " 70000 123 ", StringComparison.Ordinal),
        Events.Line.Replace("1599665193", "99999999999999999999", StringComparison.Ordinal),
        Events.Line.Replace(" OK", " FINE", StringComparison.Ordinal),
        Events.Line.Replace("ACCEPT", "ACCEPT\u0001", StringComparison.Ordinal),
        Events.Line + " more than there is",
        "{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\",\"srcport\":1,\"dstport\":2,\"protocol\":6,\"action\":\"ACCEPT\",\"start\":1599665193,\"end\":1599665488,\"log_status\":\"OK\"}",
        "{\"srcaddr\":\"10.0.0.1\",\"protocol\":\"six\",\"log_status\":\"OK\"}",
        "{\"action\":\"login\",\"user\":\"bob\"}",
        "{\"message\":\"" + Events.Line + "\"}",
        "{\"srcaddr\":",
        "[1,2,3]",
        "é " + Events.Line,
        new('x', MaxLine),
    ];

    private static readonly IReadOnlyList<string> Schemas = SchemaName.All;

    [Theory]
    [InlineData("keep")]
    [InlineData("drop")]
    public void Lines_ThroughEachFrontEnd_GiveTheSameEvents(string malformed)
    {
        using var folder = new Folder(Lines);
        using var emulator = Emulator.Start();
        foreach (string schema in Schemas)
        {
            string[] parsed = Parse(folder.File, schema, malformed);
            Assert.True(parsed.Length > 5, schema);
            Same(parsed, Pull(emulator, folder.File, $"{schema}-{malformed}-pull", schema, malformed), "pull");
            Same(parsed, Input(emulator, folder.File, $"{schema}-{malformed}-input", schema, malformed, parsed.Length), "input");
            Same(parsed, Filter(schema, malformed), "filter");
        }
    }

    /// <summary>Past the limit a line is malformed for who has it already, and an object with one is refused (max_line_size).</summary>
    [Fact]
    public void Line_PastTheLimit_IsMalformedOrItsObjectRefused()
    {
        string[] lines = [Lines[0], Events.Line, new('x', 3 * MaxLine)];
        using var folder = new Folder(lines);
        using var emulator = Emulator.Start();
        Run run = PullRun(emulator, folder.File, "long", "ecs", "keep");
        Assert.Contains("max_line_size", run.Error, StringComparison.Ordinal);
        string[] parsed = Parse(folder.File, "ecs", "keep");
        Assert.Equal(2, parsed.Length);
        Assert.Contains("longer than", parsed[1], StringComparison.Ordinal);
        Same(parsed, Bodies(FakeHost.Run(Input(lines), "filter", "5.1", "schema=ecs").Output), "filter");
    }

    /// <summary>
    /// However the bytes of an object come: up to the limit a line is the same to both, and a byte more is too much to both,
    /// be it the first line or not.
    /// </summary>
    [Theory]
    [InlineData(MaxLine - 1)]
    [InlineData(MaxLine)]
    [InlineData(MaxLine + 1)]
    [InlineData(1030 << 10)]
    [InlineData(1500 << 10)]
    [InlineData(2000 << 10)]
    public void GzipLine_AroundTheLimit_IsTheSameToParseAndPull(int length)
    {
        const string Head = "{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\",\"log_status\":\"OK\",\"more\":\"", Tail = "\"}";
        string line = Head + new string('x', length - Head.Length - Tail.Length) + Tail;
        using var emulator = Emulator.Start();
        foreach (string[] before in (string[][])[[], [Lines[0], Events.Line]])
        {
            using var folder = new Folder([.. before, line, Events.Line], gzip: true);
            string[] parsed = Parse(folder.File, "ecs", "keep");
            Run pulled = PullRun(emulator, folder.File, $"around-{length}-{before.Length}", "ecs", "keep");
            int records = before.Length / 2;
            Assert.Equal(records + 2, parsed.Length);
            Assert.Equal(length > MaxLine, parsed[records].Contains($"line longer than {MaxLine} bytes", StringComparison.Ordinal));
            Assert.Equal(length > MaxLine, pulled.Error.Contains($"line {before.Length + 1} is longer than {MaxLine} bytes (max_line_size)", StringComparison.Ordinal));
            Same(length > MaxLine ? parsed[..records] : parsed, [.. pulled.Lines.Select(Plain)], $"{before.Length} lines before");
        }
    }

    [Theory]
    [InlineData("schema", "elastic")]
    [InlineData("on_malformed", "forget")]
    [InlineData("data_stream_namespace", "Upper")]
    [InlineData("fields", "no-known name-here")]
    public void Setting_Mistaken_IsToldInTheSameWords(string name, string value)
    {
        string option = "--" + name.Replace('_', '-');
        string said = Mistake(Run.Sluice("parse", option, value), name);
        Assert.Equal(said, Mistake(Run.Sluice("pull", "--queue", "https://sqs.eu-west-3.amazonaws.com/1/q", "--region", "eu-west-3", option, value), name));
        Assert.Equal(said, Mistake(FakeHost.Run(default, "input", "5.1", "1", "1", "0", "queue=https://sqs.eu-west-3.amazonaws.com/1/q", "region=eu-west-3", $"{name}={value}"), name));
        if (name == "on_malformed")
            said = said.Replace("fail", "pass", StringComparison.Ordinal); // a filter may let through, and cannot fail
        Assert.Equal(said, Mistake(FakeHost.Run(default, "filter", "5.1", $"{name}={value}"), name));
    }

    /// <summary>What is said after the setting's name.</summary>
    private static string Mistake(Run run, string name)
    {
        Assert.NotEqual(0, run.ExitCode);
        string line = Assert.Single(run.Error.Split('\n'), line => At(line) >= 0);
        return line[(At(line) + name.Length + 2)..];

        // --on-malformed, on_malformed and On_Malformed are one name.
        int At(string line) => line.Replace('-', '_').IndexOf(name + ": ", StringComparison.OrdinalIgnoreCase);
    }

    private static string[] Parse(string file, string schema, string malformed)
    {
        Run run = Run.Sluice("parse", "--schema", schema, "--on-malformed", malformed, file);
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Lines.Select(Plain)];
    }

    private static string[] Pull(Emulator emulator, string file, string queue, string schema, string malformed)
    {
        Run run = PullRun(emulator, file, queue, schema, malformed);
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Lines.Select(Plain)];
    }

    private static Run PullRun(Emulator emulator, string file, string queue, string schema, string malformed) =>
        Run.Sluice("pull", "--queue", emulator.FillFile(queue, file), "--endpoint", emulator.Address, "--region", "eu-west-3", "--aws-access-key-id", "test",
            "--aws-secret-access-key", "test", "--drain", "--wait-time", "0", "--schema", schema, "--on-malformed", malformed);

    private static string[] Input(Emulator emulator, string file, string queue, string schema, string malformed, int events)
    {
        emulator.FillFile(queue, file);
        Run run = FakeHost.Run(default, ["input", "5.1", $"{events}", "60", "0", .. emulator.Settings(queue), "schema=" + schema, "on_malformed=" + malformed]);
        Assert.True(run.ExitCode == 0, run.Error);
        return Bodies(run.Output);
    }

    private static string[] Filter(string schema, string malformed)
    {
        // An event without a text is the host's own and stays; a blank line of a file is nothing.
        Run run = FakeHost.Run(Input([.. Lines.Where(line => line.AsSpan().Trim().Length > 0)]), "filter", "5.1", "schema=" + schema, "on_malformed=" + malformed);
        Assert.True(run.ExitCode == 0, run.Error);
        return Bodies(run.Output);
    }

    private static byte[] Input(string[] lines) => [.. lines.SelectMany(line => Events.Of(line))];

    private static string[] Bodies(byte[] output) => [.. EventDecoder.Decode(output).Select(record => Plain(record.Body))];

    /// <summary>Without what only an object's records can say: where they came from.</summary>
    private static string Plain(string body)
    {
        JsonObject record = JsonNode.Parse(body)!.AsObject();
        (record["aws"] as JsonObject)?.Remove("s3");
        if (record["aws"] is JsonObject { Count: 0 })
            record.Remove("aws");
        // Of an object in a file the line end is text too, as in the documented samples; an event's text has none.
        foreach (JsonObject? holder in (JsonObject?[])[record, record["event"] as JsonObject])
            foreach (string name in (string[])["message", "original"])
                if (holder?[name]?.GetValue<string>() is { } text && text.EndsWith('\n'))
                    holder[name] = text[..^1];
        if (record["log"] is JsonObject)
            record.Remove("log");
        (record["event"] as JsonObject)?.Remove("id");
        return record.ToJsonString();
    }

    private static void Same(string[] expected, string[] actual, string way)
    {
        for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++)
            Assert.True(expected[i] == actual[i], $"{way}, event {i}:\n{Short(expected[i])}\n{Short(actual[i])}");
        Assert.True(expected.Length == actual.Length, $"{way}: {actual.Length} events, not {expected.Length}");
    }

    private static string Short(string text) => text.Length > 800 ? text[..800] + "…" : text;

    /// <summary>The lines in a file of a folder of their own.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-lines");

        public Folder(string[] lines, bool gzip = false)
        {
            File = Path.Combine(_folder.FullName, "lines.log");
            using Stream file = System.IO.File.Create(File);
            using Stream to = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
            to.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        }

        public string File { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
