using System.Data.Common;
using LiveOps.Core.Notices;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>What becomes of the players of some cohorts: who moves and who earns what, by their scores in the database, hidden players left out.</summary>
internal static class LeagueMoves
{
    /// <summary>How many cohorts are one step; the statement says it too.</summary>
    private const int Chunk = 50;

    /// <summary>Finds it out for the next cohorts, and writes it; how far it is then.</summary>
    public static async Task<ClosingProgress> NextAsync(ClosingUnit closing, WantedNotices wanted)
    {
        List<(long Number, int Division, List<CohortScore> Rows)> cohorts = await ReadAsync(closing);
        ClosingProgress progress = closing.Progress;
        NoticeBuffer notices = wanted.Begin();
        var places = new List<(string, int)>();
        var earned = new List<(string Reward, CohortScore Player)>();
        foreach ((long number, int division, List<CohortScore> rows) in cohorts)
        {
            rows.Sort();
            progress = progress with { Number = number, Players = progress.Players + rows.Count, Cohorts = progress.Cohorts + 1 };
            for (int i = 0; i < rows.Count && closing.Counts; i++)
            {
                RankOutcome outcome = RankOutcome.Of(closing.Rules!, division, i + 1, rows.Count);
                if (outcome.Division != rows[i].Division)
                    places.Add((rows[i].Player, outcome.Division));
                if (outcome.Change is { } change)
                    closing.Tell(notices, rows[i].Player, division, outcome.Division, change);
                progress = progress with
                {
                    Promoted = progress.Promoted + (outcome.Zone == LeagueZone.Promotion ? 1 : 0),
                    Relegated = progress.Relegated + (outcome.Zone == LeagueZone.Relegation ? 1 : 0),
                };
                earned.AddRange(closing.Rules!.Rewards.Where(reward => reward.IsOf(i + 1)).Select(reward => (reward.Reward, rows[i])));
            }
        }

        await closing.Unit.ExecuteAsync([.. closing.Places(places), .. Owing(closing, earned), .. NoticeSteps.Write(notices)]);
        return cohorts.Count < Chunk ? progress.To(ClosingStep.Present) : progress;
    }

    private static (string, SqlInput)[] Owing(ClosingUnit closing, List<(string Reward, CohortScore Player)> earned) => earned.Count == 0 ? [] : [("league_rewards_owe", SqlBatch.Many(earned, (json, one) =>
    {
        json.WriteString("r", RewardNames.Of($"{closing.Name}.{one.Reward}", closing.SeasonName));
        json.WriteString("u", one.Player.Player);
        json.WriteNumber("a", one.Player.Time);
        json.WriteNumber("t", closing.Closing.At);
    }))];

    private static async Task<List<(long Number, int Division, List<CohortScore> Rows)>> ReadAsync(ClosingUnit closing)
    {
        var cohorts = new List<(long Number, int Division, List<CohortScore> Rows)>(Chunk);
        await using DbDataReader rows = await closing.Unit.ReadAsync(("league_cohorts_rows", Sql.Json.LeagueSeason(closing.Row.League, closing.Row.Period, json =>
        {
            json.WriteNumber("no", closing.Progress.Number);
            json.WriteNumber("limit", Chunk);
        })));
        while (await rows.ReadAsync(closing.Unit.Cancellation))
        {
            if (cohorts.Count == 0 || cohorts[^1].Number != rows.GetInt64(0))
                cohorts.Add((rows.GetInt64(0), rows.GetInt32(1), []));
            if (!rows.IsDBNull(2))
                cohorts[^1].Rows.Add(new CohortScore(rows.GetString(2), closing.Closing.Descending ? -rows.GetInt64(3) : rows.GetInt64(3), rows.GetInt64(4), rows.GetInt32(5)));
        }

        return cohorts;
    }
}
