namespace LiveOps.Console.Calendar;

/// <summary>Something that will happen.</summary>
/// <param name="At">When.</param>
/// <param name="What">A word: <c>closes</c>, <c>opens</c>, <c>policy</c>.</param>
/// <param name="Kind">To what kind of thing, a word: <c>board</c>, <c>league</c>, <c>live-event</c>, <c>document</c>.</param>
/// <param name="Of">What it happens to.</param>
/// <param name="Link">The page about it.</param>
/// <param name="Zone">Whose days it follows: the game's.</param>
public sealed record Happening(DateTimeOffset At, string What, string Kind, string Of, string Link, string Zone)
{
    /// <summary>Of a board its window; else empty.</summary>
    public string Window { get; init; } = "";
}
