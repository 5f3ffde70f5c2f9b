// Tests: a key that steers a terminal reaches none, whoever prints it.
using System.Text.Json;

namespace Sluice.Pull.Tests;

public sealed class PrintedTests
{
    private const string Hostile = "AWSLogs/\u001b[2J\n\u202e.log";

    [Theory]
    [InlineData("peek")]
    [InlineData("pull", "--drain")]
    [InlineData("pull", "--drain", "--log-format", "json")]
    public async Task HostileKey_OfAMessage_IsEscaped(params string[] command)
    {
        string queue = await Emulator.Shared.NewQueue(), bucket = await Emulator.Shared.NewBucket();
        await Emulator.Shared.Send(queue, FlowText.Event(bucket, Hostile));
        var run = Run.Sluice([.. command, "--queue", queue, "--endpoint", Emulator.Shared.Address, "--region", Emulator.Region,
            "--aws-access-key-id", "x", "--aws-secret-access-key", "x", .. command[0] == "pull" ? (string[])["--wait-time", "1"] : []]);
        string said = string.Join('\n', run.Lines) + run.Error;
        Assert.Contains("AWSLogs/", said, StringComparison.Ordinal);
        Assert.DoesNotContain(said, c => c is '\u001b' or '\u202e' || (char.IsControl(c) && c != '\n'));
        foreach (string line in run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('{'))
                using (JsonDocument.Parse(line)) { }
        }
    }
}
