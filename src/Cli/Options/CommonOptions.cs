// Options: what parse lets its user choose.
using System.CommandLine;
using Sluice.Core.Settings;

namespace Sluice.Cli.Options;

/// <summary>An option for each row that parse has in common with the other front ends, and its own.</summary>
internal sealed class CommonOptions
{
    private static readonly SettingTable<Chosen> Table = new(
        RecordRows.Schema<Chosen>((c, v) => c.Options = c.Options with { Schema = v }),
        RecordRows.DataStreamNamespace<Chosen>((c, v) => c.Options = c.Options with { DataStreamNamespace = v }),
        RecordRows.Fields<Chosen>((c, v) => c.Options = c.Options with { Fields = v }),
        RecordRows.Emit<Chosen>((c, v) => c.Options = c.Options with { Emit = v }),
        RecordRows.OnMalformed<Chosen>((c, v) => c.Options = c.Options with { OnMalformed = v }));

    private readonly List<(Setting<Chosen> Setting, Option<string> Option)> _options = [];

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The encoding: JSON lines, Fluent Bit events, or with --emit lines as they are [default: ndjson; lines with --emit intake]",
        HelpName = string.Join('|', RecordChoices.Encodings.Names),
    };

    public CommonOptions()
    {
        foreach (var setting in Table.All)
            _options.Add((setting, Checked(SettingOption.Of(setting), setting.Apply)));
        _output.CompletionSources.Add([.. RecordChoices.Encodings.Names]);
        Checked(_output, (_, value) => RecordChoices.Encodings.Read(value, _ => { }));
    }

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No summary, no progress, no notes on malformed lines." };

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options)
            command.Add(option);
        command.Add(_output);
        command.Add(Quiet);
    }

    public ParseOptions Read(ParseResult result)
    {
        var chosen = new Chosen();
        foreach (var (setting, option) in _options)
            if (result.GetValue(option) is { } value)
                _ = setting.Apply(chosen, value); // checked when it was parsed
        OutputEncoding encoding = chosen.Options.Emit == Emit.Intake ? OutputEncoding.Lines : OutputEncoding.Ndjson;
        if (result.GetValue(_output) is { } output)
            _ = RecordChoices.Encodings.TryParse(output, out encoding);
        return chosen.Options with { Encoding = encoding };
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
    }
}
