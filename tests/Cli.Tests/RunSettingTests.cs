// Tests: the command line's own settings come from option, variable and config file, and are told of in the same words.
using System.CommandLine;
using System.Text;
using Sluice.Testing;

namespace Sluice.Cli.Tests;

public sealed class RunSettingTests : TemporaryFolder
{
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "output", "xml", "unknown value 'xml' (expected ndjson, msgpack or lines)" },
        { "max_records", "0", "'0' is not a whole number of at least 1" },
        { "max_records", "1e3", "'1e3' is not a whole number of at least 1" },
        { "max_records", "9223372036854775808", "'9223372036854775808' is not a whole number of at least 1" },
        { "grace", "soon", "'soon' is not a time from 0 to 3600 seconds" },
        { "grace", "3601", "'3601' is not a time from 0 to 3600 seconds" },
        { "grace", "2h", "'2h' is not a time from 0 to 3600 seconds" },
        { "grace", "-1", "'-1' is not a time from 0 to 3600 seconds" },
        { "log_format", "xml", "unknown value 'xml' (expected text or json)" },
        { "log_level", "loud", "unknown value 'loud' (expected error, warn, info or debug)" },
        { "quiet", "very", "unknown value 'very' (expected on or off)" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Value_Wrong_IsToldInTheSameWordsFromEachSource(string name, string value, string said)
    {
        var row = RunSettingTable.Table.Find(name)!;
        Assert.Equal($"{row.Option}: {said}", Refused($"{row.Option}={value}"));
        string file = Inputs.File(Folder, "sluice.conf", Encoding.UTF8.GetBytes($"region = eu-west-1\n{name} = {value}\n"));
        Assert.Equal($"{file}:2: {name}: {said}", Refused("--config", file));
        Run run = Run.Program("/usr/bin/env", default, $"{row.Variable}={value}", Repo.Binary, "pull", "--queue", "q");
        Assert.Equal((2, $"sluice: {row.Variable}: {said}\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("10s", 10)]
    [InlineData("2m", 120)]
    [InlineData("1H", 3600)]
    [InlineData("0", 0)]
    public void Grace_SecondsOrAUnit_IsATime(string value, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read("--grace", value).Run.Grace);

    [Fact]
    public void File_EveryRowButConfig_IsSet()
    {
        string file = Inputs.File(Folder, "sluice.conf", """
            output = msgpack
            max-records = 7
            GRACE 1m
            metrics = 9464
            quiet on
            log_format = JSON
            log_level = debug
            """u8.ToArray());
        var (settings, run) = Read("--config", file);
        Assert.Equal((OutputEncoding.MsgPack, OutputEncoding.MsgPack, 7, TimeSpan.FromMinutes(1), "9464", true, ConsoleFormat.Json, LogLevel.Debug),
            (settings.Encoding, run.Output, run.MaxRecords, run.Grace, run.Metrics, run.Quiet, run.LogFormat, run.LogLevel));
        // What is nearer overwrites.
        run = Read("--config", file, "--grace", "3", "--quiet", "off", "--log-level", "warn").Run;
        Assert.Equal((TimeSpan.FromSeconds(3), false, LogLevel.Warn, ConsoleFormat.Json), (run.Grace, run.Quiet, run.LogLevel, run.LogFormat));
    }

    [Fact]
    public void Metrics_OptionOverVariableOverFile()
    {
        string file = Inputs.File(Folder, "sluice.conf", "metrics = file\n"u8.ToArray());
        string Said(string variable, params string[] more) => Run.Program("/usr/bin/env", default, [variable, Repo.Binary, "pull", "--queue", "q", "--config", file, .. more]).Error;
        Assert.Equal("sluice: metrics: 'file' is not [HOST:]PORT\n", Said("SLUICE_METRICS="));
        Assert.Equal("sluice: metrics: 'variable' is not [HOST:]PORT\n", Said("SLUICE_METRICS=variable"));
        Assert.Equal("sluice: metrics: 'option' is not [HOST:]PORT\n", Said("SLUICE_METRICS=variable", "--metrics", "option"));
    }

    [Theory]
    [InlineData("config = other.conf")]
    [InlineData("CONFIG other.conf")]
    public void File_ThatNamesAnother_IsRefused(string line)
    {
        string file = Inputs.File(Folder, "sluice.conf", Encoding.UTF8.GetBytes(line + "\n"));
        Assert.Equal($"{file}:1: {line.Split(' ')[0]}: a config file cannot name another; use --config or SLUICE_CONFIG", Refused("--config", file));
    }

    [Fact]
    public void File_UnknownKey_IsNamed()
    {
        string file = Inputs.File(Folder, "sluice.conf", "max_record = 7\n"u8.ToArray());
        Assert.Equal($"{file}:1: unknown setting 'max_record'; did you mean 'max_records'?", Refused("--config", file));
    }

    /// <summary>What only a command with records has a use for may stand in the file and the environment of every command.</summary>
    [Fact]
    public void File_OfAnotherCommand_IsReadAndItsMistakesToo()
    {
        string file = Inputs.File(Folder, "sluice.conf", "grace = 5\nto = sekoia\nqueue = q\n"u8.ToArray());
        var options = new PullOptions(withSink: false, withRecords: false, "drain");
        Assert.Equal("q", options.Read(Parsed(options, "--config", file)).Queue);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Run.Grace);
        Assert.NotEmpty(Parsed(options, "--grace", "5").Errors);
    }

    [Fact]
    public void Output_NotChosen_FollowsWhatIsEmitted()
    {
        Assert.Equal(OutputEncoding.Ndjson, Read().Settings.Encoding);
        Assert.Equal(OutputEncoding.Lines, Read("--emit", "intake").Settings.Encoding);
        Assert.Equal(OutputEncoding.Ndjson, Read("--emit", "intake", "-o", "ndjson").Settings.Encoding);
    }

    [Theory]
    [InlineData("replay -q s3://b/p", "replay -q=on s3://b/p")]
    [InlineData("replay --origin-fields s3://b/p", "replay --origin-fields=on s3://b/p")]
    [InlineData("replay --origin-fields off s3://b/p", "replay --origin-fields off s3://b/p")]
    [InlineData("pull --drain --quiet", "pull --drain=on --quiet=on")]
    [InlineData("pull --drain ON -q=off", "pull --drain ON -q=off")]
    [InlineData("parse --quiet a.log b.log", "parse --quiet=on a.log b.log")]
    [InlineData("parse a.log -q", "parse a.log -q=on")]
    [InlineData("parse -- -q a.log", "parse -- -q a.log")]
    [InlineData("parse --queue a.log", "parse --queue a.log")]
    public void Switch_Alone_TakesNoWordAfterIt(string words, string complete) =>
        Assert.Equal(complete, string.Join(' ', SwitchWords.Complete(words.Split(' '))));

    [Theory]
    [InlineData("--quiet")]
    [InlineData("-q")]
    [InlineData("-q=on")]
    [InlineData("--quiet=true")]
    [InlineData("-q:1")]
    public void Quiet_BeforeAFile_LeavesItTheFile(string option)
    {
        string file = Inputs.File(Folder, "a.log", Inputs.Lines(2));
        Run run = Run.Sluice("parse", option, file);
        Assert.Equal((0, "", 2), (run.ExitCode, run.Error, run.Lines.Length));
    }

    [Theory]
    [InlineData("--queue", "a", "--queue", "b")]
    [InlineData("--to", "stdout", "--to", "sekoia")]
    [InlineData("--grace", "1", "--grace", "1")]
    public void Option_GivenTwice_IsRefused(params string[] words) =>
        Assert.NotEmpty(Parsed(new PullOptions(withSink: true, withRecords: true), words).Errors);

    [Fact]
    public void Option_ThatMayBeRepeated_IsReadEachTime()
    {
        var options = new PullOptions(withSink: true, withRecords: true);
        options.Read(Parsed(options, "--http-header", "A: 1", "--http-header", "B: 2", "-q", "-q"));
        Assert.Equal(["A: 1", "B: 2"], options.Sink.Headers);
        Assert.True(options.Run.Quiet);
    }

    [Theory]
    [InlineData("peek", "--max", "0", "--max: '0' is not a whole number from 1 to 100000")]
    [InlineData("peek", "--max", "many", "--max: 'many' is not a whole number from 1 to 100000")]
    [InlineData("redrive", "--max", "10001", "--max: '10001' is not a whole number from 1 to 10000")]
    [InlineData("top", "--interval", "soon", "--interval: must be 0.1 to 3600 seconds")]
    public void Number_OfACommandAlone_IsToldAsASettings(string command, string option, string value, string said)
    {
        Run run = Run.Sluice(command, option, value);
        Assert.Equal((2, $"sluice: {said}\nTry 'sluice {command} --help'.\n"), (run.ExitCode, run.Error));
    }

    private static (PullSettings Settings, RunSettings Run) Read(params string[] words)
    {
        var options = new PullOptions(withSink: true, withRecords: true);
        return (options.Read(Parsed(options, words)), options.Run);
    }

    private static string Refused(params string[] words) => Assert.Throws<SettingsException>(() => Read(words)).Message;

    private static ParseResult Parsed(PullOptions options, params string[] words)
    {
        var command = new RootCommand();
        options.AddTo(command);
        return command.Parse(SwitchWords.Complete(words));
    }
}
