// Commands: sluice parse, files to records.
using System.CommandLine;
using Sluice.Cli.Input;
using Sluice.Cli.Options;
using Sluice.Cli.Output;
using Sluice.Cli.Runs;
using Sluice.Core.Settings;

namespace Sluice.Cli.Commands;

internal static class ParseCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files to read: text, gzip or Parquet, recognised by their first bytes. '-' or none: standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        files.Validators.Add(result =>
        {
            // Otherwise a misspelt option would be taken for a missing file.
            foreach (var token in result.Tokens)
                if (token.Value is ['-', _, ..] name && !File.Exists(name))
                    result.AddError($"Unrecognized option '{name.Split('=')[0]}'.");
        });
        var options = new TableOptions<ParseSettings>(ParseSettingTable.Table);
        options.Check(() => new ParseSettings());
        var command = new Command("parse", "Turn flow-log files into ECS events on standard output.") { files };
        options.AddTo(command);
        command.SetAction(result =>
        {
            string[] names = result.GetValue(files) is { Length: > 0 } given ? given : [InputFile.StandardInput];
            var settings = new ParseSettings();
            options.ReadOptions(result, settings);
            return Run(names, settings.ToParseOptions(), settings.Quiet);
        });
        return command;
    }

    private static int Run(string[] names, ParseOptions options, bool quiet)
    {
        try
        {
            using var job = new ParseJob(options, quiet);
            return job.Run(names);
        }
        catch (ArgumentException e)
        {
            StandardError.Line($"sluice: {e.Message}");
            return ExitCode.Usage;
        }
    }
}
