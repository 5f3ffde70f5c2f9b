// Tests: the configurations that deliver to the intake, as they stand, to its double, which reads events as the intake does.
using System.Text.Json.Nodes;
using Sluice.Deliver.Tests;

namespace Sluice.E2e.Tests;

public sealed class IntakeConfigTests : IDisposable
{
    private const int Records = 7;

    private static readonly string Documented = Snapshot.Of("documented").Input;

    private readonly IntakeDouble _intake = new();
    private readonly string _state = Directory.CreateTempSubdirectory("sluice-intake").FullName;

    public void Dispose()
    {
        _intake.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    [FluentBitTheory]
    [InlineData("intake.conf")]
    [InlineData("intake.yaml")]
    public async Task Input_DocumentedMessages_AreUnderstoodWithEveryField(string config)
    {
        using var emulator = Emulator.Start();
        string queue = emulator.FillFile("documented", Documented);
        using var host = Start(config, ("SLUICE_QUEUE", queue), ("AWS_ENDPOINT_URL", emulator.Address), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "eu-west-3"));
        host.Until(() => Taken >= Records && emulator.Counts("documented") == "0 0");
        Assert.True(host.Stop(), host.Log);
        await AreUnderstood();
    }

    [FluentBitTheory]
    [InlineData("intake-filter.conf")]
    [InlineData("intake-filter.yaml")]
    public async Task Filter_DocumentedMessages_AreUnderstoodWithEveryField(string config)
    {
        using var host = Start(config, ("SLUICE_LOGS", Documented));
        host.Until(() => Taken >= Records);
        Assert.True(host.Stop(), host.Log);
        await AreUnderstood();
    }

    /// <summary>A fault that passes costs nothing: the host keeps what it could not send.</summary>
    [FluentBitFact]
    public async Task Input_IntakeThatFailsAtFirst_TakesEveryEvent()
    {
        await _intake.Faults("""{"next":["500","503","cut","429"]}""");
        using var emulator = Emulator.Start();
        string queue = emulator.FillFile("documented", Documented);
        using var host = Start("intake.conf", ("SLUICE_QUEUE", queue), ("AWS_ENDPOINT_URL", emulator.Address), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "eu-west-3"));
        host.Until(() => Taken >= Records, seconds: 180);
        Assert.True(host.Stop(), host.Log);
        Assert.Equal(Records, (await _intake.Report()).Understood);
    }

    private long Taken => _intake.Report().GetAwaiter().GetResult().Unique;

    private FluentBit Start(string config, params (string, string)[] more)
    {
        var address = new Uri(_intake.Address);
        return FluentBit.Start(Repo.PathOf("deploy", "fluent-bit", "outputs", config),
            [("SLUICE_STATE", _state), ("INTAKE_HOST", address.Host), ("INTAKE_PORT", $"{address.Port}"), ("INTAKE_TLS", "Off"), ("INTAKE_PATH", "/jsons"), ("INTAKE_KEY", IntakeDouble.Key), .. more]);
    }

    private async Task AreUnderstood()
    {
        Report report = await _intake.Report();
        Assert.Equal((Records, Records, Records), (report.Events, report.Understood, report.Unique));
        foreach (JsonObject one in await _intake.Messages())
            Assert.DoesNotContain("__internal__", one.ToJsonString(), StringComparison.Ordinal);
    }
}
