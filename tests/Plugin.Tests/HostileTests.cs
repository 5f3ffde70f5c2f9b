// Tests: hostile objects and events through the published library, in the stand-in host.
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Plugin.Tests;

public sealed class HostileTests
{
    private const int Good = 40;

    private static readonly byte[] Noise = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 >> 3))];

    // Each of these ended, hung or fooled some reader.
    private static readonly Dictionary<string, byte[]> Objects = new()
    {
        ["deep.parquet"] = [.. "PAR1"u8, .. Enumerable.Repeat((byte)0x19, 60_000), .. BitConverter.GetBytes(60_000), .. "PAR1"u8],
        ["endless.parquet"] = [.. "PAR1"u8, 0x29, 0x13, 0x15, 0x00, 0x15, 0x05, 0, 0, 0, .. "PAR1"u8],
        ["cut.gz"] = Gzip(Events.Line + "\n" + Events.Line)[..60],
        ["trailing.gz"] = [.. Gzip(Events.Line + "\n"), .. "text behind the member\n"u8],
        ["a.zst"] = [0x28, 0xb5, 0x2f, 0xfd, .. Noise],
        ["a.zip"] = [0x50, 0x4b, 3, 4, .. Noise],
        ["utf16.log"] = [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Events.Line + "\n")],
        ["zeros.log"] = new byte[100_000],
        ["application.log"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("start\nend of region\n{\"action\":\"login\"}\n", 50))),
        ["half-a-mark.log"] = [0xef, (byte)'\n'],
        ["long.gz"] = Gzip(new string('x', 3 << 20)),
    };

    [Theory]
    [InlineData("2.2")]
    [InlineData("5.1")]
    public void Input_HostileObjectsAmongGood_TheHostGetsTheGoodOnceAndTheQueueKeepsTheRest(string version)
    {
        using var emulator = Emulator.Start();
        string folder = Directory.CreateTempSubdirectory("sluice-hostile").FullName;
        foreach (var (name, bytes) in Objects)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllBytes(path, bytes);
            emulator.FillRaw("flow", path);
        }

        Directory.Delete(folder, recursive: true);
        emulator.Fill("flow", objects: Good, records: 50);
        // One record stands before the damage of its object.
        var run = FakeHost.Run(default, ["input", version, $"{Good * 50 + 1}", "60", "0", .. emulator.Settings("flow")]);
        Assert.True(run.ExitCode == 0, run.Error);
        var bodies = EventDecoder.Decode(run.Output).Select(record => record.Body).ToList();
        Assert.Equal(Good * 50 + 1, bodies.Count);
        Assert.Equal(Good * 50 + 1, bodies.Distinct().Count());
        string[] lines = run.Error.Split('\n');
        foreach (string name in Objects.Keys)
            Assert.Single(lines, line => line.StartsWith("[warn]", StringComparison.Ordinal) && line.Contains($"hostile/{name}", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("[error]", StringComparison.Ordinal));
        Assert.Equal(Objects.Count, emulator.Counts("flow").Split(' ').Sum(int.Parse));
    }

    [Fact]
    public void Filter_HostileLines_AreMalformedAndTheirNeighboursAreNot()
    {
        byte[][] lines =
        [
            [0xef], [0xef, 0xbb], [0xef, 0xbb, 0xbf], [0], "ACCEPT\0"u8.ToArray(), Encoding.UTF8.GetBytes(Events.Line.Replace("ACCEPT", "ACCEPT\0", StringComparison.Ordinal)),
            "\u001b]0;title\a\u001b[2J"u8.ToArray(), "{"u8.ToArray(), "[[[[[[[["u8.ToArray(), Encoding.UTF8.GetBytes(new string('[', 200_000)),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"message\":", 20_000))), "start"u8.ToArray(), "bytes"u8.ToArray(), "end of region"u8.ToArray(),
            "{\"action\":\"login\",\"user\":\"bob\"}"u8.ToArray(), [.. "{\"srcaddr\":\"10.0.0.1\",\""u8, 0xff, 0xfe, .. "\":1}"u8],
        ];
        byte[] input = [.. lines.SelectMany(line => (byte[])[.. Events.Of(Events.Line), .. Events.Of([0x80], [0x81, .. Events.Text("log"), .. Bytes(line)])]), .. Events.Of(Events.Line)];
        foreach (string schema in SchemaName.All)
        {
            var run = FakeHost.Run(input, "filter", "5.1", "schema=" + schema);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.DoesNotContain(run.Error, c => char.IsControl(c) && c != '\n');
            var bodies = EventDecoder.Decode(run.Output).Select(record => record.Body).ToList();
            string good = bodies[^1];
            Assert.Equal(lines.Length + 1, bodies.Count(body => body == good));
            Assert.All(bodies, body => Assert.NotNull(JsonNode.Parse(body)));
        }
    }

    [Fact]
    public void Filter_AColumnOfANameThatIsTaken_WritesItsKeyOnce()
    {
        byte[] input = [.. Events.Of("version srcaddr dstaddr tcp-flags tcp-flags-array tcp-flags action log-status"), .. Events.Of("5 10.0.0.1 10.0.0.2 18 x 2 ACCEPT OK")];
        var run = FakeHost.Run(input, "filter", "5.1", "schema=ecs");
        Assert.True(run.ExitCode == 0, run.Error);
        // The independent reader's tree refuses a key that comes twice.
        Assert.NotNull(JsonNode.Parse(EventDecoder.Decode(run.Output).Single().Body)!.AsObject().ToList());
        Assert.NotNull(JsonNode.Parse(EventDecoder.Decode(run.Output).Single().Body)!["aws"]!["vpcflow"]!.AsObject().ToList());
    }

    // A str32 of any bytes, which a library that writes texts would not make.
    private static byte[] Bytes(byte[] text) => [0xdb, (byte)(text.Length >> 24), (byte)(text.Length >> 16), (byte)(text.Length >> 8), (byte)text.Length, .. text];

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
