namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>What a program is for, and what it can be told to do besides running.</summary>
/// <param name="Purpose">One sentence.</param>
/// <param name="Commands">Its commands.</param>
public sealed record ProgramUsage(string Purpose, params ProgramCommand[] Commands);

/// <summary>A command of a program.</summary>
/// <param name="Name">Its word.</param>
/// <param name="Does">What it does, and with what operand.</param>
/// <param name="Operand">What stands behind the word, as the help shows it; null for nothing.</param>
public sealed record ProgramCommand(string Name, string Does, string? Operand = null);

/// <summary>What a program was told to do.</summary>
/// <param name="Command">The command; null to run.</param>
/// <param name="Operand">What stood behind it.</param>
/// <param name="Settings">The settings, as configuration reads them from a command line.</param>
public sealed record ProgramCall(string? Command, string? Operand, string[] Settings);
