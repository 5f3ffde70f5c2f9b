// Tests: the double of the intake as a process, and what it says of what it took.
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Deliver.Tests;

/// <summary>One receiver of a test.</summary>
public sealed class IntakeDouble : IDisposable
{
    public const string Key = "0123456789abcdef-double-key";

    private readonly Process _process;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public IntakeDouble(string? faults = null)
    {
        var start = new ProcessStartInfo("node", [Repo.PathOf("tests", "intake", "serve.mjs"), "0", Key]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["SLUICE_EMULATOR_STDIN"] = "hold";
        _process = Process.Start(start)!;
        Address = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The double did not start.");
        if (faults is not null)
            Faults(faults).GetAwaiter().GetResult();
    }

    public string Address { get; }

    /// <summary>The options of a delivery to it.</summary>
    public string[] To(params string[] more) => ["--to", "sekoia", "--intake-url", Address, "--intake-key", Key, .. more];

    public async Task Faults(string json) =>
        (await _http.PostAsync($"{Address}/_double/faults", new StringContent(json))).EnsureSuccessStatusCode();

    public async Task<Report> Report()
    {
        var json = JsonNode.Parse(await _http.GetStringAsync($"{Address}/_double/report"))!;
        return new Report((int)json["requests"]!, (long)json["events"]!, (long)json["understood"]!, (long)json["unique"]!, (long)json["duplicates"]!,
            (int)json["mostEvents"]!, (int)json["gzip"]!, (int)json["connections"]!, json["answers"]!.ToJsonString(), json["faults"]!.ToJsonString(), json["unlike"]!.ToJsonString());
    }

    /// <summary>Every message that it has, with how often, and what its parser found.</summary>
    public async Task<List<JsonObject>> Messages() => Objects(await _http.GetStringAsync($"{Address}/_double/messages")).ConvertAll(node => node.AsObject());

    /// <summary>Every message that it has, and how often.</summary>
    public async Task<Dictionary<string, int>> Counts() =>
        Objects(await _http.GetStringAsync($"{Address}/_double/counts")).ToDictionary(pair => (string)pair[0]!, pair => (int)pair[1]!);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private static List<JsonNode> Objects(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
