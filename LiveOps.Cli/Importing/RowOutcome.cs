namespace LiveOps.Cli.Importing;

/// <summary>What became of a row.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Problem">Null when it counts; <c>bad-row</c> when it is no event; else why the service rejected it.</param>
/// <param name="Detail">A sentence, where it does not count.</param>
/// <param name="PlayerId">Whose, where that is known.</param>
internal readonly record struct RowOutcome(long Line, string? Problem = null, string? Detail = null, string? PlayerId = null)
{
    public const string Bad = "bad-row";
}
