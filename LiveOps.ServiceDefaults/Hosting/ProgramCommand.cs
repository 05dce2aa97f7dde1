namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>A command of a program.</summary>
/// <param name="Name">Its word.</param>
/// <param name="Does">What it does, and with what operand.</param>
/// <param name="Operand">What stands behind the word, as the help shows it; null for nothing.</param>
public sealed record ProgramCommand(string Name, string Does, string? Operand = null);
