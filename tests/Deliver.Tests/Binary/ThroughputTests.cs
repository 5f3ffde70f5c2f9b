// What delivering costs beside writing to standard output: processor time of the same binary for the same objects, in turn.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sluice.Pull.Tests;
using Xunit.Abstractions;

namespace Sluice.Deliver.Tests;

[Collection(Alone.Name)]
[Trait("Category", "Measured")]
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private static readonly Emulator Aws = Emulator.Shared;
    private static readonly int Objects = Alone.Soak ? 100 : 30;
    private static readonly int Rounds = Alone.Soak ? 5 : 3;

    [Fact]
    public async Task Delivery_BesideStandardOutput_CostsLittleMore()
    {
        using var intake = new IntakeDouble("""{"blind":true}""");
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] body = OneMegabyte(out int lines);
        await Aws.Put(bucket, "k", body);
        (string Name, string[] Options)[] ways =
        [
            ("standard output", []),
            ("lines", intake.To("--gzip", "off")),
            ("lines, gzip", intake.To("--gzip", "on")),
            ("JSON array", intake.To("--gzip", "off", "--schema", "aws")),
            ("JSON array, gzip", intake.To("--gzip", "on", "--schema", "aws")),
        ];
        var times = ways.Select(_ => new List<double>()).ToArray();
        for (int round = 0; round < Rounds; round++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                for (int i = 0; i < Objects; i++)
                    await Aws.Send(queue, FlowText.Event(bucket, "k"));
                times[way].Add(Cpu(queue, ways[way].Options));
                Assert.Equal(0, await Aws.Left(queue));
            }
        }

        double[] medians = [.. times.Select(list => list.Order().ElementAt(list.Count / 2))];
        for (int way = 0; way < ways.Length; way++)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ways[way].Name}: {medians[way]:0.00} s of processor time for {Objects * (long)lines} records; {medians[0] / medians[way]:0.00} of standard output"));
        Assert.Equal((long)Objects * lines * Rounds * (ways.Length - 1), (await intake.Report()).Events);
        Assert.InRange(medians[0] / medians[1], 0.8, double.MaxValue);
    }

    /// <summary>The kernel's accounting of one run of the binary, its start among it.</summary>
    private static double Cpu(string queue, string[] options)
    {
        string[] all = SluiceProcess.Pull(Aws.Address, queue, ["--wait-time", "0", "--concurrency", "4", "--drain", .. options]);
        string command = $"TIMEFORMAT='%3U %3S'; {{ time '{Repo.Binary}' {string.Join(' ', all.Select(option => $"'{option}'"))} >/dev/null 2>&1; }} 2>&1";
        var start = new ProcessStartInfo("/bin/bash", ["-c", command]) { RedirectStandardOutput = true };
        (start.Environment["AWS_ACCESS_KEY_ID"], start.Environment["AWS_SECRET_ACCESS_KEY"]) = ("test", "test-secret");
        using Process process = Process.Start(start)!;
        double[] times = [.. process.StandardOutput.ReadToEnd().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return times.Sum();
    }

    /// <summary>Gzip of 1 MB, of lines as varied as real ones.</summary>
    private static byte[] OneMegabyte(out int lines)
    {
        var random = new Random(7);
        var text = new StringBuilder(FlowText.Header);
        for (lines = 0; lines < 31_000; lines++)
        {
            int start = 1793491200 + random.Next(600);
            text.Append(CultureInfo.InvariantCulture, $"2 123456789010 eni-0{random.Next(40):x2}1b2c3d4e5f607 10.{random.Next(4)}.{random.Next(16)}.{random.Next(250)} {random.Next(1, 220)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)} {random.Next(1024, 65536)} {new[] { 443, 80, 53, 22 }[random.Next(4)]} {(random.Next(5) == 0 ? 17 : 6)} {random.Next(1, 60)} {random.Next(40, 90_000)} {start} {start + 60} {(random.Next(9) == 0 ? "REJECT" : "ACCEPT")} OK\n");
        }
        return FlowText.Gzip(Encoding.UTF8.GetBytes(text.ToString()), System.IO.Compression.CompressionLevel.Optimal);
    }
}
