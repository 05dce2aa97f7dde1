using System.CommandLine;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Doctoring;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Commands;

/// <summary>Says of each part whether it can be used, and what to do where not.</summary>
internal static class DoctorCommand
{
    public static Command Make(Terminal terminal) => new ToolCommand(
        "doctor",
        "Looks at everything the tool needs: each service's address, readiness and version, the clock, the signing key (by a signed call that changes nothing), the operator's token. Each line is ok, or what to do.",
        "liveops doctor",
        "liveops doctor --json").Does(terminal, RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        List<Finding> findings = await Examination.RunAsync(session, cancellation);
        if (session.IsJson)
        {
            JsonText.Write(session.Terminal, new { findings = findings.Select(one => new { what = one.What, state = one.State.ToString().ToLowerInvariant(), said = one.Said, todo = one.ToDo }) });
        }
        else
        {
            var table = new TextTable(session.Terminal.IsOutSeen, "", "what", "is", "what to do");
            foreach (Finding one in findings)
                table.Add(one.State.ToString().ToLowerInvariant(), one.What, one.Said, one.ToDo);
            table.Write(session.Terminal);
        }

        return findings.Exists(one => one.State == FindingState.Away) ? ExitCode.Unreachable : findings.Exists(one => one.State == FindingState.Wrong) ? ExitCode.Failed : ExitCode.Ok;
    }
}
