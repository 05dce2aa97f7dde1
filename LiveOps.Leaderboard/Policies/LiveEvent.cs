using LiveOps.Core.Events;

namespace LiveOps.Leaderboard.Policies;

/// <summary>An event of the calendar; immutable.</summary>
/// <param name="Id">Its id, which is also the name of its board's period.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Opens">When it opens: Unix ticks.</param>
/// <param name="Closes">The first instant after it.</param>
internal sealed record LiveEvent(string Id, string Title, long Opens, long Closes)
{
    /// <summary>Its board; null where it has none.</summary>
    public LiveEventBoard? Board { get; init; }

    /// <summary>What it multiplies, in hundredths, by the events' type.</summary>
    public IReadOnlyList<(EventType Type, int Hundredths)> Multipliers { get; init; } = [];

    /// <summary>Who may score, and how often.</summary>
    public LiveEventEntry Entry { get; init; } = new();

    /// <summary>What ranks are rewarded with at the close.</summary>
    public IReadOnlyList<RankReward> Rewards { get; init; } = [];

    /// <summary>The line of the document where it stands.</summary>
    public int Line { get; init; }

    /// <summary>Where it stands: a JSON pointer.</summary>
    public string Place { get; init; } = "";

    /// <summary>Whether an instant is between its opening and its close.</summary>
    public bool Contains(long instant) => instant >= Opens && instant < Closes;
}

/// <summary>The board of a live event.</summary>
/// <param name="Name">Its name, as any board's.</param>
/// <param name="Operator">Which of a player's scores counts.</param>
/// <param name="Descending">Highest score first.</param>
internal sealed record LiveEventBoard(string Name, ScoreOperator Operator, bool Descending);

/// <summary>Who may score in a live event, and how often.</summary>
/// <param name="Join">Whether a player has to enter first; else their first score does.</param>
/// <param name="MaxEntrants">How many may be in it; null for any number.</param>
/// <param name="MaxAttempts">How many scores of a player count; null for any number.</param>
internal sealed record LiveEventEntry(bool Join = false, int? MaxEntrants = null, int? MaxAttempts = null)
{
    /// <summary>Whether anything is limited: then who is in it, and with how many attempts, is kept.</summary>
    public bool IsLimited => Join || MaxEntrants is not null || MaxAttempts is not null;
}
