using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LiveOps.Cli.Shell;

/// <summary>Help as the library writes it, and below it the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ToolCommand { Examples.Count: > 0 } command)
        {
            TextWriter to = parseResult.InvocationConfiguration.Output;
            to.WriteLine("Examples:");
            foreach (string example in command.Examples)
                to.WriteLine("  " + example);
            to.WriteLine();
        }

        return code;
    }

    /// <summary>Puts it in the place of the library's.</summary>
    public static void Take(RootCommand root)
    {
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new HelpWithExamples(help);
        }
    }
}
