// Tests: the unit and the config file of deploy/systemd agree with the settings.
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Cli.Options;

namespace Sluice.Repo.Tests;

public sealed class ServiceFileTests
{
    private static readonly string Folder = Testing.Repo.PathOf("deploy", "systemd");

    /// <summary>systemd kills what has not ended by then, and a delivery under way with it.</summary>
    [Fact]
    public void Unit_TimeToStop_IsLongerThanGrace()
    {
        string unit = File.ReadAllText(Path.Combine(Folder, "sluice.service"));
        Assert.True(TimeSpan.FromSeconds(int.Parse(Regex.Match(unit, @"^TimeoutStopSec=(\d+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture)) > new RunSettings().Grace);
    }

    [ToolFact("systemd-analyze")]
    public void Unit_Verified_IsGoodAndClosed()
    {
        string analyze = ToolFactAttribute.Find("systemd-analyze")!;
        string folder = Directory.CreateTempSubdirectory("sluice-unit-").FullName;
        string copy = Path.Combine(folder, "sluice.service");
        // A unit takes its command's path without quotes, and this folder may have a blank in its name.
        string binary = File.CreateSymbolicLink(Path.Combine(folder, "sluice"), Testing.Repo.Binary).FullName;
        File.WriteAllText(copy, File.ReadAllText(Path.Combine(Folder, "sluice.service")).Replace("/usr/bin/sluice", binary, StringComparison.Ordinal));
        Testing.Run verify = Testing.Run.Program(analyze, default, "verify", copy);
        Assert.True(verify.ExitCode == 0 && verify.Error.Length == 0, verify.Error);
        Testing.Run security = Testing.Run.Program(analyze, default, "security", "--offline=true", "--threshold=20", copy);
        Directory.Delete(folder, recursive: true);
        Assert.True(security.ExitCode == 0, security.Lines[^1]);
    }

    [Fact]
    public void Config_EveryLine_IsTaken()
    {
        var lines = ConfigFile.Read(Path.Combine(Folder, "sluice.conf"));
        Assert.NotEmpty(lines);
        foreach (var (name, value, line) in lines)
        {
            string? fault = PullSettingTable.Find(name) is { } pull ? pull.Apply(new PullSettings(), value)
                : SinkSettingTable.Find(name) is { } sink ? sink.Apply(new SinkSettings(), value)
                : RunSettingTable.Table.Find(name) is { } run ? run.Apply(new RunSettings(), value) : "no such setting";
            Assert.True(fault is null, $"{line}: {name}: {fault}");
        }
    }
}
