using System.Text.RegularExpressions;

namespace LiveOps.AppHost.Running;

/// <summary>What a process that ended said: Aspire shows it in the dashboard, which is gone when the run ends.</summary>
internal sealed partial class ProcessLog(ResourceLoggerService logs)
{
    private const int MostLines = 20;

    /// <summary>Its last lines; of a service those on its standard error, where it says in a sentence why it cannot run.</summary>
    /// <param name="failed">The process.</param>
    /// <param name="everything">Whether to tell all of it, whatever it is.</param>
    public async Task<IReadOnlyList<string>> SaidAsync(ResourceEvent failed, bool everything = false)
    {
        var lines = new List<LogLine>();
        await foreach (IReadOnlyList<LogLine> some in logs.GetAllAsync(failed.ResourceId))
            lines.AddRange(some);
        bool isService = !everything && failed.Resource is ProjectResource;
        return [.. lines.Where(line => line.IsErrorMessage || !isService).Select(line => Timestamp().Replace(line.Content, "")).Where(IsItsOwn).TakeLast(everything ? int.MaxValue : MostLines)];
    }

    // Aspire's own remarks stand between them.
    private static bool IsItsOwn(string line) => !line.StartsWith("[sys] ", StringComparison.Ordinal) && !line.StartsWith("No custom certificate", StringComparison.Ordinal);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\S+Z ")]
    private static partial Regex Timestamp();
}
