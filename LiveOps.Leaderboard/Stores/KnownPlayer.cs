using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.Stores;

/// <summary>What is known of a player.</summary>
/// <param name="Ranks">Their entries in periods that run, by board and window.</param>
/// <param name="Hiding">Why they are hidden; null when they are not.</param>
/// <param name="Periods">Their entries in past periods that are kept, newest first.</param>
/// <param name="Leagues">Where they play.</param>
/// <param name="Entries">The live events that they are in, where entries or attempts are counted.</param>
/// <param name="CutShort">The members of the answer of which there is more.</param>
internal sealed record KnownPlayer(
    IReadOnlyList<KnownPlace> Ranks, HiddenPlayer? Hiding, IReadOnlyList<KnownPlace> Periods, IReadOnlyList<LeaguePlace> Leagues, IReadOnlyList<KnownEntry> Entries, IReadOnlyList<string> CutShort)
{
    /// <summary>The most ranks, the most past periods, and the most live events.</summary>
    public const int Most = 1000;

    /// <summary>Whether it is anything.</summary>
    public bool IsKnown => Ranks.Count > 0 || Hiding is not null || Periods.Count > 0 || Leagues.Count > 0 || Entries.Count > 0;

    /// <summary>Puts it in order, and cuts what is too much.</summary>
    public static KnownPlayer Of(IEnumerable<KnownPlace> ranks, HiddenPlayer? hiding, IEnumerable<KnownPlace> periods, IReadOnlyList<LeaguePlace> leagues, IEnumerable<KnownEntry> entries)
    {
        var cut = new List<string>();
        return new KnownPlayer(
            Bounded(ranks.OrderBy(place => place.Board, StringComparer.Ordinal).ThenBy(place => place.Window), "ranks"),
            hiding,
            Bounded(KnownPlace.NewestFirst(periods), "periods"),
            leagues,
            Bounded(entries.OrderBy(entry => entry.LiveEvent, StringComparer.Ordinal), "liveEvents"),
            cut);

        List<T> Bounded<T>(IEnumerable<T> all, string member)
        {
            List<T> some = [.. all.Take(Most + 1)];
            if (some.Count > Most)
            {
                some.RemoveAt(Most);
                cut.Add(member);
            }

            return some;
        }
    }
}
