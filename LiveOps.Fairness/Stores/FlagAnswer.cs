using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Stores;

/// <summary>A flag in an answer.</summary>
internal sealed record FlagAnswer(string PlayerId, string Rule, string EventId, string Observed, string Expected, DateTime At)
{
    public static FlagAnswer Of(Flag flag) => new(flag.PlayerId, flag.Rule, flag.EventId, flag.Observed, flag.Expected, Times.Utc(flag.At));
}

/// <summary>A page of flags, newest first; <c>next</c> is what to send as <c>after</c> for the one that follows, null at the end.</summary>
internal sealed record FlagPage(IReadOnlyList<FlagAnswer> Flags, string? Next);
