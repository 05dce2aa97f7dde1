using System.Globalization;
using System.Text;
using LiveOps.AppHost.Aks.Files;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Base;

/// <summary>What stands at the head of a workload's file: where it comes from, in words.</summary>
internal static class Prose
{
    /// <summary>The lines, each a comment.</summary>
    public static string HeadOf(Workload workload, PublishedSystem system)
    {
        var text = new StringBuilder(OutputFile.Mark).Append('\n');
        string kind = workload.Schedule is { } cron ? $"runs by the clock, {cron} in UTC" : workload.RunsToEnd ? "runs before each installation and upgrade" : workload.IsPublic ? "players reach it" : workload.IsForOperators ? "operators reach it, by a host of its own" : "reached from inside only";
        text.Append(CultureInfo.InvariantCulture, $"# {workload.Name}: {workload.Project}, as LiveOps.AppHost/AppHost.cs has it; {kind}.\n");
        Line("Kind of work", $"{workload.Class.Name}, QoS class {workload.Class.Qos}, on nodes of the pool {workload.Class.Name}");
        if (!workload.RunsToEnd)
            Line("Called by", string.Join(", ", system.CallersOf(workload).Select(call => call.Caller.Name).Append("the monitoring").Concat(workload.IsPublic || workload.IsForOperators ? ["the entry"] : [])));
        Line("Calls", string.Join(", ", workload.Calls.Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.To}:{call.Port}"))));
        Line("Uses", string.Join(", ", workload.Outside.Select(outside => $"{outside.Resource} ({outside.At.Kind})")));
        Line("Secrets", string.Join(", ", workload.Secrets.Select(secret => secret.VaultName)));
        return text.ToString();

        void Line(string about, string what)
        {
            if (what.Length > 0)
                text.Append("# ").Append(about).Append(": ").Append(what).Append(".\n");
        }
    }
}
