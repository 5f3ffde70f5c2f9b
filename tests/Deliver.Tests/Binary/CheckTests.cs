// sluice check of a receiver.
using System.Text.Json.Nodes;

namespace Sluice.Deliver.Tests;

public sealed class CheckTests
{
    [Fact]
    public async Task Check_Receiver_SendsNothingUnlessAsked()
    {
        using var intake = new IntakeDouble();
        Testing.Run run = Testing.Run.Sluice(["check", .. intake.To()]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(run.Lines, line => line.StartsWith("ok   sekoia: 127.0.0.1:", StringComparison.Ordinal) && line.Contains("the credential was not tried", StringComparison.Ordinal));
        Assert.Empty(await intake.Messages());

        run = Testing.Run.Sluice(["check", .. intake.To("--send-test", "--gzip", "on")]);
        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject message = Assert.Single(await intake.Messages());
        Assert.Matches("^sluice check 20[0-9TZ:-]+: a test event, not a flow log$", (string)message["message"]!);
    }

    [Fact]
    public void Check_WrongKey_FailsWithoutShowingIt()
    {
        using var intake = new IntakeDouble();
        Testing.Run run = Testing.Run.Sluice("check", "--to", "sekoia", "--intake-url", intake.Address, "--intake-key", "wrong-key-of-somebody", "--send-test");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith("FAIL sekoia: ", StringComparison.Ordinal) && line.Contains("does not accept the intake key (401", StringComparison.Ordinal));
        Assert.DoesNotContain("wrong-key-of-somebody", run.Error + string.Join('\n', run.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "no connection")]
    [InlineData("http://no-such-host.invalid/", "FAIL http: no-such-host.invalid:")]
    public void Check_ReceiverOutOfReach_FailsAndSaysWhy(string address, string expected)
    {
        Testing.Run run = Testing.Run.Sluice("check", "--to", address);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new[] { "--send-test" }, "--send-test: there is no receiver")]
    [InlineData(new[] { "--to", "sekoia", "--emit", "ecs" }, "emit: the intake parses records itself")]
    public void Check_SettingsThatCannotWork_AreAUsageError(string[] options, string expected)
    {
        Testing.Run run = Testing.Run.Sluice(["check", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
