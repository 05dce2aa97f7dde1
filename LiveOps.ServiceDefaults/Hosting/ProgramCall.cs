namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>What a program was told to do.</summary>
/// <param name="Command">The command; null to run.</param>
/// <param name="Operand">What stood behind it.</param>
/// <param name="Settings">The settings, as configuration reads them from a command line.</param>
public sealed record ProgramCall(string? Command, string? Operand, string[] Settings);
