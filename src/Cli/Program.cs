// Cli: the root command.
using System.CommandLine;
using System.CommandLine.Help;
using Sluice.Cli.Commands;
using Sluice.Cli.Options;
using Sluice.Cli.Output;

namespace Sluice.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        PieceWriter.Install();
        InternalError.GuardThreads();
        return InternalError.Guard(() => Run(args));
    }

    private static int Run(string[] args)
    {
        // '@name' is a plain file name, not a response file.
        ParseResult result = Root().Parse(SwitchWords.Complete(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is not null and not System.CommandLine.Invocation.ParseErrorAction && result.Errors.Count == 0)
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (string error in UsageErrors.Of(result))
            StandardError.Line($"sluice: {error}");
        StandardError.Line($"Try 'sluice {Path(result.CommandResult)}--help'.");
        return ExitCode.Usage;
    }

    private static RootCommand Root() => new("AWS VPC Flow Logs to ECS events.")
    {
        ParseCommand.Create(),
        PullCommand.Create(),
        PeekCommand.Create(),
        RedriveCommand.Create(),
        ReplayCommand.Create(),
        TopCommand.Create(),
        CheckCommand.Create(),
        IamPolicyCommand.Create(),
        CompletionCommand.Create(),
    };

    private static string Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Command is RootCommand ? "" : command.Command.Name + " ";
}
