using System.Text.RegularExpressions;

namespace LiveOps.AppHost.Running;

/// <summary>What a process that failed said: Aspire shows it in the dashboard, which is gone when the run ends.</summary>
internal sealed partial class FailedLog(ResourceLoggerService logs)
{
    private const int MostLines = 20;

    /// <summary>What it said on its standard error, if anything; else its last lines.</summary>
    public async Task<string> SaidAsync(ResourceEvent failed)
    {
        var lines = new List<LogLine>();
        await foreach (IReadOnlyList<LogLine> some in logs.GetAllAsync(failed.ResourceId))
            lines.AddRange(some);
        // What a service of ours has to say is one sentence; servers tell the whole of their start.
        string[] said = [.. (lines.Any(line => line.IsErrorMessage) && failed.Resource is ProjectResource ? lines.Where(line => line.IsErrorMessage) : lines)
            .TakeLast(MostLines).Select(line => Timestamp().Replace(line.Content, ""))];
        string ended = $"{failed.Resource.Name} did not start.";
        return said.Length == 0 ? ended : failed.Resource is ProjectResource ? string.Join(Environment.NewLine, said) : $"{ended}{Environment.NewLine}{string.Join(Environment.NewLine, said)}";
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\S+Z ")]
    private static partial Regex Timestamp();
}
