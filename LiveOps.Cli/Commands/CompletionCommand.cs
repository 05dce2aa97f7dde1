using System.CommandLine;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Commands;

/// <summary>Scripts by which a shell completes commands and options: they ask the tool itself what fits, so that they are never older than it.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # Completion of liveops for bash. In ~/.bashrc: eval "$(liveops completion bash)"
        _liveops() {
          local name=${#COMP_WORDS[0]}
          mapfile -t COMPREPLY < <(liveops "[suggest:$((COMP_POINT - name))]" "${COMP_LINE:name}" 2>/dev/null)
        }
        complete -o default -o bashdefault -F _liveops liveops
        """;

    private const string PowerShell = """
        # Completion of liveops for PowerShell. In $PROFILE: liveops completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName liveops -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          $name = $commandAst.CommandElements[0].Extent.Text.Length
          $line = $commandAst.ToString().PadRight($cursorPosition).Substring($name)
          liveops "[suggest:$($cursorPosition - $name)]" "$line" 2>$null | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;

    public static Command Make(Terminal terminal) => new Command("completion", "Prints a script that completes commands and options in a shell.")
    {
        new ToolCommand("bash", "For bash.", "eval \"$(liveops completion bash)\"").Does(terminal, (_, _, _) => Print(terminal, Bash)),
        new ToolCommand("powershell", "For PowerShell.", "liveops completion powershell | Out-String | Invoke-Expression").Does(terminal, (_, _, _) => Print(terminal, PowerShell)),
    };

    private static Task<int> Print(Terminal terminal, string script)
    {
        terminal.Out.WriteLine(script);
        return Task.FromResult(ExitCode.Ok);
    }
}
