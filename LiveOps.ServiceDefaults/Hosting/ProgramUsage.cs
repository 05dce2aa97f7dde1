namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>What a program is for, and what it can be told to do besides running.</summary>
/// <param name="Purpose">One sentence.</param>
/// <param name="Commands">Its commands.</param>
public sealed record ProgramUsage(string Purpose, params ProgramCommand[] Commands)
{
    /// <summary>Words of ASP.NET Core's that this program does not go by, each with what to write in its place; of a section, its first part.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
