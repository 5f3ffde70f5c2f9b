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
