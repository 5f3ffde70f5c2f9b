// Bench: flow logs as real as they can be made, the same on every machine.
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Sluice.Compare;

/// <summary>
/// Addresses, ports and sizes vary as in real traffic (half private, ports random on one side, sizes skewed), so that
/// neither the compressor nor the branch predictor has it easier than in life.
/// </summary>
internal sealed class FlowLogs(int seed)
{
    private const long FirstSecond = 1_700_000_000;

    private static readonly int[] Ports = [443, 80, 22, 53, 3306, 5432, 6379, 123, 8080, 9092];
    private static readonly int[] Protocols = [6, 6, 6, 6, 6, 17, 17, 1];

    private readonly Random _random = new(seed);

    /// <summary>The header lines' columns: version 2, then versions 3 to 5.</summary>
    public const string Version2 = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

    public const string Version5 = Version2 + " vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id"
        + " sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path";

    /// <summary>Writes <paramref name="path"/> and <paramref name="path"/>.gz with a header and so many records.</summary>
    public static void Write(string path, int records, bool wide)
    {
        if (File.Exists(path + ".gz"))
            return;
        var logs = new FlowLogs(seed: wide ? 29 : 14);
        using (var text = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" })
        {
            text.WriteLine(wide ? Version5 : Version2);
            for (int i = 0; i < records; i++)
                text.WriteLine(logs.Line(i, wide));
        }

        string unfinished = path + ".gz.part";
        using (FileStream from = File.OpenRead(path))
        using (FileStream to = File.Create(unfinished))
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
            from.CopyTo(gzip);
        File.Move(unfinished, path + ".gz");
    }

    private string Line(int index, bool wide)
    {
        string outside = $"{_random.Next(1, 224)}.{_random.Next(256)}.{_random.Next(256)}.{_random.Next(1, 255)}";
        string inside = $"10.0.{_random.Next(16)}.{_random.Next(1, 255)}";
        bool egress = _random.Next(2) == 0;
        (string source, string destination) = egress ? (inside, outside) : (outside, inside);
        int service = Ports[_random.Next(Ports.Length)];
        int ephemeral = _random.Next(1024, 65536);
        long packets = (long)Math.Exp(_random.NextDouble() * 8);
        long start = FirstSecond + index / 500 + _random.Next(60);
        string eni = Id("eni", _random.Next(200));
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{(wide ? 5 : 2)} 123456789012 {eni} {source} {destination} {(egress ? ephemeral : service)} {(egress ? service : ephemeral)} {Protocols[_random.Next(Protocols.Length)]} {packets} {packets * _random.Next(40, 1500)} {start} {start + _random.Next(1, 60)} {(_random.Next(10) == 0 ? "REJECT" : "ACCEPT")} OK");
        if (!wide)
            return line;
        string instance = _random.Next(3) == 0 ? "-" : Id("i", _random.Next(300));
        return line + string.Create(CultureInfo.InvariantCulture,
            $" {Id("vpc", _random.Next(4))} {Id("subnet", _random.Next(24))} {instance} {_random.Next(4) switch { 0 => 2, 1 => 18, 2 => 19, _ => 3 }} IPv4 {source} {destination} eu-west-1 euw1-az{_random.Next(1, 4)} - - - {(_random.Next(4) == 0 ? "S3" : "-")} {(egress ? "egress" : "ingress")} {(egress ? "8" : "-")}");
    }

    /// <summary>A stable AWS-like id.</summary>
    private static string Id(string prefix, int number) =>
        $"{prefix}-0{(ulong)(number + 1) * 0x9E3779B97F4A7C15:x16}";
}
