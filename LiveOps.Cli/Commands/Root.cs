using System.CommandLine;
using LiveOps.Cli.Commands.Policies;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Commands;

/// <summary>All commands.</summary>
internal static class Root
{
    public static RootCommand Make(Terminal terminal)
    {
        var root = new RootCommand("""
            Works with a LiveOps system: sends and imports events, shows and exports boards, makes keys, verifies receipts, changes policies.
            Begin with `liveops doctor`, which says of each service whether it can be used. Every command's --help has an example.
            Secrets come from files or the environment, never from the command line: LIVEOPS_SECRET signs, LIVEOPS_OPERATOR_TOKEN is an operator's.
            Exit codes: 0 done, 1 refused or not alike, 2 cannot be asked so, 3 unreachable, 130 interrupted.
            """)
        {
            DoctorCommand.Make(terminal),
            SendCommand.Make(terminal),
            ImportCommand.Make(terminal),
            CompareCommand.Make(terminal),
            ExportCommand.Make(terminal),
            BoardCommand.Make(terminal),
            TailCommand.Make(terminal),
            PlayerCommand.Make(terminal),
            KeysCommand.Make(terminal),
            ReceiptCommand.Make(terminal),
            PolicyCommand.Make(terminal),
            CompletionCommand.Make(terminal),
        };
        CommonOptions.AddTo(root);
        HelpWithExamples.Take(root);
        return root;
    }
}
