namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>What a program is for, and what it can be told to do besides running.</summary>
/// <param name="Purpose">One sentence.</param>
/// <param name="Commands">Its commands.</param>
public sealed record ProgramUsage(string Purpose, params ProgramCommand[] Commands);
