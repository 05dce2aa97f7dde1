namespace LiveOps.Cli.Comparing;

/// <summary>A player who is not alike.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="InFile">The score in the file; null: none.</param>
/// <param name="OnBoard">The score on the board; null: none.</param>
internal sealed record PlayerDifference(string PlayerId, long? InFile, long? OnBoard);
