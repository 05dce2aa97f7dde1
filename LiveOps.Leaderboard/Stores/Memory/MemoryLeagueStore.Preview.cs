using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <content>What a close would do: cohorts of some thousand players at a time under the gate, where their sizes are taken and no more, so that scores are applied in between.</content>
internal sealed partial class MemoryLeagueStore
{
    private const int Chunk = 5000;

    /// <inheritdoc/>
    public ValueTask<Answer<LeaguePreview>> PreviewAsync(PreviewQuery query, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            LeagueRules rules;
            Period period;
            lock (state.Gate)
            {
                if (state.Leagues.Find(query.League) is not { Rules: { } own })
                    return new(NotFound.League(query.League));
                if (query.Division is { } division && !own.Divisions.Contains(division))
                    return new(NotFound.Division(query.League, division));
                if (Running(own, out _) is not { } running)
                    return new(NotFound.Season(query.League));
                (rules, period) = (own, running);
            }

            // The season may have closed meanwhile, or a document may rule: then it is told anew.
            if (Preview(query, rules, period, cancellation) is { } preview)
                return new(preview);
        }
    }

    private LeaguePreview? Preview(PreviewQuery query, LeagueRules rules, in Period period, CancellationToken cancellation)
    {
        var found = new Tables();
        while (found.IsMore)
        {
            cancellation.ThrowIfCancellationRequested();
            lock (state.Gate)
            {
                League? league = state.Leagues.Find(query.League);
                if (league is null || !ReferenceEquals(league.Rules, rules))
                    return null;
                LeagueSeason? season = league.Find(period.Name);
                if (season is not null && Ranking(league, season) is { } open)
                    Take(found, query, rules, season, open);
                else if (found.Sizes.Count == 0 && Running(rules, out _)?.Name == period.Name)
                    break; // nobody has joined it
                else
                    return null;
            }
        }

        var counts = new PreviewCounts(rules);
        foreach ((int division, int size) in found.Sizes)
            counts.Add(division, size);
        return new LeaguePreview(
            query.League, period, found.Waiting, counts.Divisions,
            new Listed<CohortPreview>(found.Matching, found.Asked.ConvertAll(one => CohortPreview.Of(rules, one.Number, one.Division, one.Rows.ToTable()))));
    }

    // The next cohorts; under the gate.
    private void Take(Tables found, PreviewQuery query, LeagueRules rules, LeagueSeason season, OpenPeriod open)
    {
        found.Waiting = season.Waiting.Count(player => player != Cohort.Nobody);
        for (int players = 0; players < Chunk && found.Sizes.Count < season.Cohorts.Count;)
        {
            Cohort cohort = season.Cohorts[found.Sizes.Count];
            players += cohort.Players.Count;
            found.Sizes.Add((cohort.Division, CohortTable.Count(cohort, open)));
            if (query.Division is { } division && rules.Divisions[cohort.Division] != division)
                continue;
            if (found.Matching++ >= query.Offset && found.Asked.Count < query.Limit)
                found.Asked.Add((cohort.Number, cohort.Division, new CohortRows(rules, cohort, open, state.Players)));
        }

        found.IsMore = found.Sizes.Count < season.Cohorts.Count;
    }

    /// <summary>What has been read off a season.</summary>
    private sealed class Tables
    {
        public bool IsMore { get; set; } = true;

        public int Waiting { get; set; }

        /// <summary>Of every cohort, in order.</summary>
        public List<(int Division, int Size)> Sizes { get; } = [];

        /// <summary>How many are of the division that is asked for.</summary>
        public int Matching { get; set; }

        /// <summary>The page.</summary>
        public List<(long Number, int Division, CohortRows Rows)> Asked { get; } = [];
    }
}
