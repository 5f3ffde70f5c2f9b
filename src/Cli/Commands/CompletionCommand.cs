// Commands: scripts that let a shell complete sluice's words.
using System.CommandLine;

namespace Sluice.Cli.Commands;

internal static class CompletionCommand
{
    private const string Bash = """
        _sluice() {
            local line="${COMP_LINE:0:$COMP_POINT}"
            COMPREPLY=($(compgen -W "$(sluice "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _sluice sluice
        """;

    private const string Zsh = """
        #compdef sluice
        _sluice() {
            local words_=("${(@f)$(sluice "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -- $words_ || _files
        }
        compdef _sluice sluice
        """;

    private const string Fish = """
        complete -c sluice -a '(sluice "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a completion script: source <(sluice completion bash)") { shell };
        command.SetAction(result => Console.WriteLine(result.GetValue(shell) switch
        {
            "zsh" => Zsh,
            "fish" => Fish,
            _ => Bash,
        }));
        return command;
    }
}
