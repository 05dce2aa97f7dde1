namespace LiveOps.Cli.Doctoring;

/// <summary>What was found of a part.</summary>
/// <param name="What">Which part.</param>
/// <param name="State">How it stands.</param>
/// <param name="Said">What was seen.</param>
/// <param name="ToDo">What to do, where it is not well.</param>
internal sealed record Finding(string What, FindingState State, string Said, string? ToDo = null);
