// Options: the settings of delivery as options and environment variables.
using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Core.Settings;
using Sluice.Deliver.Settings;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Options;

/// <summary>One option per row of the sinks' table.</summary>
internal sealed class SinkOptions
{
    private readonly List<(Setting<SinkSettings> Setting, Option<string[]> Option)> _options = [];

    public SinkOptions()
    {
        foreach (var setting in SinkSettingTable.All)
        {
            _options.Add((setting, new Option<string[]>(setting.Option)
            {
                Description = SettingOption.Describe(setting),
                HelpName = "VALUE",
                Arity = ArgumentArity.OneOrMore,
                AllowMultipleArgumentsPerToken = false,
            }));
        }
    }

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options)
            command.Add(option);
    }

    /// <summary>Reads the variables; throws <see cref="SettingsException"/> with one line that never shows a secret.</summary>
    public static void ReadVariables(SinkSettings settings)
    {
        foreach (var setting in SinkSettingTable.All)
        {
            if (PullOptions.Variable(setting.Variable) is { } value && setting.Apply(settings, value) is { } fault)
                throw new SettingsException($"{setting.Variable}: {fault}");
        }
    }

    /// <summary>Reads the options.</summary>
    public void Read(ParseResult result, SinkSettings settings)
    {
        foreach (var (setting, option) in _options)
        {
            if (result.GetResult(option) is not { Implicit: false } given)
                continue;
            string[] values = [.. given.Tokens.Select(token => token.Value)];
            foreach (string value in setting.IsRepeated ? values : values.TakeLast(1))
                if (setting.Apply(settings, value) is { } fault)
                    throw new SettingsException($"{setting.Option}: {fault}");
        }

        // A key wins over a key file, unless only the file is named on the command line.
        bool isFileNearer = result.GetResult(_options.Single(pair => pair.Setting.Name == "intake_key_file").Option) is { Implicit: false };
        if (isFileNearer && result.GetResult(_options.Single(pair => pair.Setting.Name == "intake_key").Option) is not { Implicit: false })
            settings.IntakeKey = null;
    }
}
