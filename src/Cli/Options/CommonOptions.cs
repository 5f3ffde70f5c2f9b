// Options: the options of parse.
using System.CommandLine;
using Sluice.Core.Settings;

namespace Sluice.Cli.Options;

/// <summary>One option for each row that parse shares with the other front ends, and for each of its own.</summary>
internal sealed class CommonOptions
{
    private static readonly SettingTable<Chosen> Table = new(
    [
        .. RecordRows.Shared<Chosen>(c => c.Options, (c, v) => c.Options = v),
        RecordRows.Emit<Chosen>((c, v) => c.Options = c.Options with { Emit = v }),
        RecordRows.OnMalformed<Chosen>((c, v) => c.Options = c.Options with { OnMalformed = v }),
        RecordRows.Output<Chosen>((c, v) => c.Output = v),
    ]);

    private readonly List<(Setting<Chosen> Setting, Option<string> Option)> _options = [];

    public CommonOptions()
    {
        foreach (var setting in Table.All)
            _options.Add((setting, Checked(SettingOption.Of(setting), setting.Apply)));
    }

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No summary, no progress, no notes on malformed lines." };

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options)
            command.Add(option);
        command.Add(Quiet);
    }

    public ParseOptions Read(ParseResult result)
    {
        var chosen = new Chosen();
        foreach (var (setting, option) in _options)
            if (result.GetValue(option) is { } value)
                _ = setting.Apply(chosen, value); // checked when it was parsed
        return chosen.Options with { Encoding = RecordChoices.EncodingFor(chosen.Options.Emit, chosen.Output) };
    }

    /// <summary>A wrong value is a usage error, in the words of the setting's row.</summary>
    private static Option<string> Checked(Option<string> option, Func<Chosen, string, string?> apply)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (apply(new Chosen(), token.Value) is { } fault)
                    result.AddError($"{option.Name}: {fault}");
        });
        return option;
    }

    /// <summary>What was chosen so far.</summary>
    private sealed class Chosen
    {
        public ParseOptions Options { get; set; } = new();

        public OutputEncoding? Output { get; set; }
    }
}
