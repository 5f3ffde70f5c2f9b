// Bench: sluice beside other programs on the same files in the same run; ratios, never bare seconds.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sluice.Compare;
using Sluice.Core;

const int Pairs = 5;
int records = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
string root = Directory.GetCurrentDirectory();
string sluice = Path.Combine(root, "dist", "sluice");
string data = Path.Combine(root, "bench", "data");
Directory.CreateDirectory(data);
string narrow = Path.Combine(data, $"v2-{records}.log");
string wide = Path.Combine(data, $"v5-{records}.log");
FlowLogs.Write(narrow, records, wide: false);
FlowLogs.Write(wide, records, wide: true);

var table = new StringBuilder();
table.AppendLine("| what | beside | wall | CPU |");
table.AppendLine("|---|---|---|---|");

Row("`sluice parse v2.gz`", "`gzip -dc`", Command($"'{sluice}' parse -q '{narrow}.gz'"), Command($"gzip -dc '{narrow}.gz'"));
Row("`sluice parse --schema ecs v5.gz` (29 fields)", "`gzip -dc`", Command($"'{sluice}' parse -q --schema ecs '{wide}.gz'"), Command($"gzip -dc '{wide}.gz'"));
Row("in memory, one core: lines to MessagePack", "`gzip -dc` of the same lines", InMemory(narrow), Command($"gzip -dc '{narrow}.gz'"));
if (Has("jq"))
    Row("`sluice parse v2`", "`jq -R` to the flat fields only", Command($"'{sluice}' parse -q '{narrow}'"), Command(Jq(narrow)), pairs: 1);
if (Has("awk"))
    Row("`sluice parse v2`", "`awk` to the flat fields only", Command($"'{sluice}' parse -q '{narrow}'"), Command(Awk(narrow)), pairs: 3);

Console.Write(table);
string readme = Path.Combine(root, "README.md");
if (args.Length == 0 && File.Exists(readme))
    WriteTable(readme, table.ToString());
return 0;

void Row(string what, string beside, Func<Timed> ours, Func<Timed> theirs, int pairs = Pairs)
{
    (double wall, double cpu) = Timed.Ratio(ours, theirs, pairs);
    string line = string.Create(CultureInfo.InvariantCulture, $"| {what} | {beside} | {wall:F3} | {cpu:F3} |");
    table.AppendLine(line);
    Console.Error.WriteLine(line);
}

Func<Timed> Command(string command) => () => Timed.Run(command);

// Everything validated, as in the input and the filter; the file is read before the clock starts.
Func<Timed> InMemory(string path)
{
    byte[] lines = File.ReadAllBytes(path);
    var parser = new FlowParser(new ParseOptions { Encoding = OutputEncoding.MsgPack });
    var batch = new Batch(1 << 20);
    return () =>
    {
        parser.Reset(null);
        long start = Stopwatch.GetTimestamp();
        for (int at = 0; at < lines.Length; at += parser.Parse(lines.AsSpan(at), endOfInput: true, batch, stopAt: 256 * 1024))
            batch.Clear();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (parser.Counts.Records != records)
            throw new InvalidOperationException($"{parser.Counts.Records} of {records} records");
        return new Timed(seconds, seconds);
    };
}

static string Jq(string path) =>
    $$"""jq -cR 'split(" ")|{version:.[0],account:.[1],interface:.[2],source:.[3],destination:.[4],sport:.[5],dport:.[6],protocol:.[7],packets:.[8],bytes:.[9],start:.[10],end:.[11],action:.[12],status:.[13]}' '{{path}}'""";

static string Awk(string path) =>
    $$"""awk '{printf "{\"version\":%s,\"account\":\"%s\",\"interface\":\"%s\",\"source\":\"%s\",\"destination\":\"%s\",\"sport\":%s,\"dport\":%s,\"protocol\":%s,\"packets\":%s,\"bytes\":%s,\"start\":%s,\"end\":%s,\"action\":\"%s\",\"status\":\"%s\"}\n",$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14}' '{{path}}'""";

static bool Has(string tool)
{
    using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"command -v {tool} >/dev/null"]))!;
    process.WaitForExit();
    return process.ExitCode == 0;
}

static void WriteTable(string readme, string table)
{
    const string Begin = "<!-- bench -->\n";
    const string End = "<!-- /bench -->";
    string text = File.ReadAllText(readme);
    int from = text.IndexOf(Begin, StringComparison.Ordinal);
    int to = text.IndexOf(End, StringComparison.Ordinal);
    if (from < 0 || to < 0)
        return;
    File.WriteAllText(readme, text[..(from + Begin.Length)] + table + text[to..]);
}
