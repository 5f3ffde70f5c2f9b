// Tests: nothing from data steers a terminal, breaks a log line or is invalid UTF-8.
using System.Text;
using System.Text.Json;

namespace Sluice.Cli.Tests;

public sealed class PrintedTests : TemporaryFolder
{
    [Fact]
    public void Malformed_JsonLine_IsShownWithoutItsLineEnd()
    {
        foreach (string end in (string[])["\n", "\r\n", ""])
        {
            Run run = Run.Sluice(Encoding.UTF8.GetBytes("{\"bytes\":}" + end), "parse", "-q", "--on-malformed", "fail");
            Assert.EndsWith("sluice:   {\"bytes\":}\n", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Malformed_EveryByte_IsShownHarmlessly()
    {
        for (int b = 0; b < 256; b++)
        {
            if (b == '\n')
                continue;
            Run run = Run.Sluice(new byte[] { (byte)'a', (byte)b, (byte)'z', (byte)'\n' }, "parse");
            Assert.DoesNotContain(run.Error, c => c != '\n' && char.IsControl(c));
            Assert.Contains("0 records, 1 malformed", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Malformed_LongLine_IsCutBetweenCharacters()
    {
        Run run = Run.Sluice(Encoding.UTF8.GetBytes("a" + string.Concat(Enumerable.Repeat("é", 1000)) + "\n"), "parse");
        Assert.DoesNotContain('\ufffd', run.Error);
        Assert.Contains("é…", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("wJalrXUtnFEMI/K7MDENG bPxRfiCYEXAMPLEKEY")]
    [InlineData("=wJalrXUtnFEMI")]
    [InlineData("\u001b[2JwJalrXUtnFEMI = 1")]
    public void Config_LineThatIsNoSetting_IsNamedByItsNumberAlone(string line)
    {
        string config = Inputs.File(Folder, "sluice.conf", Encoding.UTF8.GetBytes("region = eu-west-1\n\n" + line + "\n"));
        Run run = Run.Sluice("pull", "--config", config);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"sluice: {config}:3: not a 'name = value' line\n", run.Error);
    }

    [Theory]
    [InlineData("--aws-secret-acces-key", "wJalrXUtnFEMI")]
    [InlineData("--aws-secret-acces-key=wJalrXUtnFEMI")]
    public void Usage_MisspeltOption_IsNamedWithoutItsValue(params string[] words)
    {
        Run run = Run.Sluice(["pull", .. words]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("sluice: Unrecognized command or argument '--aws-secret-acces-key'.\nTry 'sluice pull --help'.\n", run.Error);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/")]
    [InlineData("/nonexistent\u001b[2J")]
    public void Config_ThatIsNoFile_IsOneLine(string config)
    {
        Run run = Run.Sluice("pull", "--config", config);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("sluice: config: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(char.IsControl));
    }

    [Fact]
    public void Log_Json_IsTheSameTextAndHarmless()
    {
        string text = "key \u001b[2J \u009b31m \u202e \u2028 é 日本 \U000E0041";
        byte[] line = JsonText.Escape(JsonSerializer.SerializeToUtf8Bytes(text, Relaxed));
        string shown = Encoding.UTF8.GetString(line);
        Assert.EndsWith("\n", shown, StringComparison.Ordinal);
        Assert.Equal(Core.Text.Printable.Escape(shown[..^1]), shown[..^1]);
        Assert.Contains("é 日本", shown, StringComparison.Ordinal);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(line));
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
