using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LiveOps.Leaderboard.Endpoints;

// The shapes of the answers, for /openapi/v1.json; the answers themselves are written member by member.

/// <summary>Live events, in order of their opening.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="LiveEvents">The page of them.</param>
internal sealed record LiveEventsBody(int Total, LiveEventBody[] LiveEvents);

/// <summary>A live event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Status">Whether it is to come, runs, or is over.</param>
/// <param name="OpensAt">When it opens.</param>
/// <param name="ClosesAt">When it closes.</param>
/// <param name="Board">Its board; null for none.</param>
/// <param name="Multipliers">What it multiplies, by the type of what players do.</param>
/// <param name="Entry">Who may score, and how often.</param>
/// <param name="Rewards">What ranks are rewarded with at the close.</param>
internal record LiveEventBody(
    string Id, string Title, [property: AllowedValues("coming", "running", "over")] string Status, DateTime OpensAt, DateTime ClosesAt, LiveEventBoardBody? Board,
    Dictionary<string, decimal> Multipliers, LiveEventEntryBody Entry, LiveEventRewardBody[] Rewards);

/// <summary>The board of a live event.</summary>
/// <param name="Name">The board.</param>
/// <param name="Operator">Which of a player's scores counts.</param>
/// <param name="Order">Whether high (desc) or low scores are good.</param>
/// <param name="Page">Where its ranks are: of a running event the board's page, else the period's.</param>
internal sealed record LiveEventBoardBody(
    string Name, [property: AllowedValues("best", "last", "sum")] string Operator, [property: AllowedValues("desc", "asc")] string Order, string Page);

/// <summary>Who may score in a live event, and how often.</summary>
/// <param name="Mode">Whether a player has to enter first.</param>
/// <param name="MaxEntrants">How many may be in it; null for any number.</param>
/// <param name="MaxAttempts">How many scores of a player count; null for any number.</param>
internal sealed record LiveEventEntryBody([property: AllowedValues("open", "join")] string Mode, int? MaxEntrants, int? MaxAttempts);

/// <summary>What some ranks are rewarded with.</summary>
/// <param name="Ranks">A rank, or a first and a last one.</param>
/// <param name="Reward">The reward.</param>
internal sealed record LiveEventRewardBody(string Ranks, string Reward);

/// <summary>A live event, with how many are in it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Status">Whether it is to come, runs, or is over.</param>
/// <param name="OpensAt">When it opens.</param>
/// <param name="ClosesAt">When it closes.</param>
/// <param name="Board">Its board; null for none.</param>
/// <param name="Multipliers">What it multiplies, by the type of what players do.</param>
/// <param name="Entry">Who may score, and how often.</param>
/// <param name="Rewards">What ranks are rewarded with at the close.</param>
/// <param name="Entrants">How many players are in it.</param>
/// <param name="Attempts">How many scores count; null where nothing is limited.</param>
/// <param name="Total">How many are ranked.</param>
/// <param name="Final">Whether its board takes scores no more.</param>
internal sealed record CountedLiveEventBody(
    string Id, string Title, string Status, DateTime OpensAt, DateTime ClosesAt, LiveEventBoardBody? Board, Dictionary<string, decimal> Multipliers, LiveEventEntryBody Entry, LiveEventRewardBody[] Rewards,
    int Entrants, long? Attempts, int Total, bool Final)
    : LiveEventBody(Id, Title, Status, OpensAt, ClosesAt, Board, Multipliers, Entry, Rewards);

/// <summary>Which player enters which live event; as in the path; only what a player's own key signed may leave them out.</summary>
internal sealed record EnterBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Event, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PlayerId);

/// <summary>A player who is in a live event.</summary>
/// <param name="Event">The live event.</param>
/// <param name="PlayerId">Who.</param>
/// <param name="Attempts">How many of their scores count so far.</param>
/// <param name="AttemptsLeft">How many more do; null for any number.</param>
internal sealed record EnteredBody(string Event, string PlayerId, int Attempts, int? AttemptsLeft);
