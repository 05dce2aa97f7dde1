using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>
/// Finds out what becomes of a league's players when a period has closed, in any replica, in transactions of some cohorts or a thousand players each, beside the scores that are applied meanwhile:
/// <list type="number">
/// <item>of each league the closing that came first goes first; whoever holds the league's row does its next step, and how far it is is written with what the step did: so each step is made once;</item>
/// <item>whoever waits in the season comes into a cohort, cohorts are gone through, then whoever was absent; at last the season becomes a past one, and what it held is deleted;</item>
/// <item>then seasons are let go of whose period closed without a closing, and whoever waits in the next season comes into a cohort there.</item>
/// </list>
/// </summary>
internal sealed class LeagueSettling(
    SqlDatabase<LeaderboardContext> database, Catalogues catalogues, IPolicies<LeaguesPolicy> policies, WantedNotices wanted, ClusterCounts counts, TimeProvider clock)
{
    private const int MostPast = Leaderboard.Leagues.League.MostPast, Chunk = 1000;

    // So that what else happens by time goes on meanwhile: the rest is done at the next tick.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5), LongestSweep = TimeSpan.FromSeconds(2);

    /// <summary>Does what there is to do.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The periods of which something is left to do.</returns>
    public async Task<HashSet<int>> SettleAsync(CancellationToken cancellation)
    {
        if ((await catalogues.GetAsync()).Leagues.Count == 0)
            return [];
        long start = clock.GetTimestamp();
        LeagueClosingRow[] closings = await CloseAsync(null, IsOver, cancellation);
        await LetGoAsync(cancellation); // 3
        while (!IsOver() && await BeginAsync(closings, cancellation))
        {
        }

        await SweepAsync(cancellation);
        return [.. closings.Select(row => row.Period)];

        bool IsOver() => clock.GetElapsedTime(start) > Longest;
    }

    /// <summary>Finds out all that is left to be of the leagues of a board whose periods have closed, however long it takes.</summary>
    public async Task SettleAsync(string board, CancellationToken cancellation)
    {
        if ((await catalogues.GetAsync()).Leagues.Count > 0)
            await CloseAsync(board, static () => false, cancellation);
    }

    // What is left.
    private async Task<LeagueClosingRow[]> CloseAsync(string? board, Func<bool> isOver, CancellationToken cancellation)
    {
        LeagueClosingRow[] closings = await ClosingsAsync(board, cancellation);
        while (closings.Length > 0 && !isOver())
        {
            foreach (LeagueClosingRow first in closings.DistinctBy(row => row.League)) // 1
            {
                while (!isOver() && await StepAsync(first, cancellation)) // 2
                {
                }
            }

            closings = await ClosingsAsync(board, cancellation);
        }

        return closings;
    }

    // Of a board, those too that its leagues have before its own.
    private async Task<LeagueClosingRow[]> ClosingsAsync(string? board, CancellationToken cancellation)
    {
        LeagueClosingRow[] closings = await database.ReadAsync(
            "leagues", (context, token) => context.LeagueClosings.OrderBy(row => row.No).ThenBy(row => row.League).ToArrayAsync(token), cancellation);
        if (board is null || closings.Length == 0)
            return closings;
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        HashSet<int> leagues = [.. closings.Where(row => catalogue.Periods.GetValueOrDefault(row.Period)?.Board.Name == board).Select(row => row.League)];
        return Array.FindAll(closings, row => leagues.Contains(row.League));
    }

    // False when all of it is done.
    private async Task<bool> StepAsync(LeagueClosingRow row, CancellationToken cancellation)
    {
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        Step? step = await database.TransactAsync<Step?>(
            "league_close",
            async unit =>
            {
                if (await ClosingUnit.ReadAsync(unit, row, catalogue) is not { } closing)
                    return null;
                ClosingProgress next = closing.Progress.Step switch
                {
                    ClosingStep.Begin => await BeginAsync(closing),
                    ClosingStep.Cohorts => closing.Rules is null ? closing.Progress.To(ClosingStep.Present) : await LeagueMoves.NextAsync(closing, wanted),
                    ClosingStep.Present => await LeagueAbsences.NotePresentAsync(closing),
                    ClosingStep.Absent => await LeagueAbsences.NextAsync(closing, wanted),
                    ClosingStep.Parts => await ForgetPartsAsync(closing),
                    _ => closing.Progress,
                };
                bool isLast = closing.Progress.Step == ClosingStep.End;
                await unit.ExecuteAsync(isLast ? Ending(closing) : [next.Writes(row.League, row.Period)]);
                return new Step(isLast, closing.Name, next.Promoted - closing.Progress.Promoted, next.Relegated - closing.Progress.Relegated, next.Fallen - closing.Progress.Fallen);
            },
            cancellation);
        if (step is null)
            return (await ClosingsAsync(null, cancellation)).Any(one => one.League == row.League && one.Period == row.Period); // ended by another replica, or there is another catalogue
        counts.AddMoves(step.League, step.Promoted, step.Relegated, step.Fallen);
        return !step.IsLast;
    }

    private static async Task<ClosingProgress> BeginAsync(ClosingUnit closing) =>
        closing is not { Rules: { } rules, Season: { Waits: true } season } || await LeagueBeginning.NextAsync(closing.Unit, season, rules.CohortSize, closing.Seating)
            ? closing.Progress.To(ClosingStep.Cohorts)
            : closing.Progress;

    private static async Task<ClosingProgress> ForgetPartsAsync(ClosingUnit closing) =>
        closing.Closing.GoesOn || await closing.Unit.ExecuteAsync(("league_sweep_parts", closing.Named(limit: Chunk))) < Chunk ? closing.Progress.To(ClosingStep.End) : closing.Progress;

    private static (string, SqlInput)[] Ending(ClosingUnit closing)
    {
        ReadOnlyMemory<byte> season = Json.LeagueSeasons((closing.Row.League, closing.Row.Period));
        return
        [
            .. closing.Rules is null ? [] : new (string, SqlInput)[] { ("league_past_add", Past(closing)), ("league_past_forget", SqlBatch.One(json =>
            {
                json.WriteNumber("l", closing.Row.League);
                json.WriteNumber("keep", MostPast);
            })) },
            ("league_seasons_end", season),
            .. closing.Closing.GoesOn ? [] : new (string, SqlInput)[] { ("league_parts_end", closing.Named()) },
            ("league_closing_end", Json.LeagueSeason(closing.Row.League, closing.Row.Period)),
        ];
    }

    private static ReadOnlyMemory<byte> Past(ClosingUnit closing) => SqlBatch.One(json =>
    {
        json.WriteNumber("l", closing.Row.League);
        json.WriteNumber("no", closing.Row.No);
        json.WriteString("name", closing.SeasonName);
        json.WriteNumber("opens", closing.Closing.Opens);
        json.WriteNumber("closes", closing.Closing.Closes);
        json.WriteNumber("players", closing.Progress.Players);
        json.WriteNumber("cohorts", closing.Progress.Cohorts);
        json.WriteNumber("promoted", closing.Progress.Promoted);
        json.WriteNumber("relegated", closing.Progress.Relegated);
        json.WriteNumber("fallen", closing.Progress.Fallen);
        json.WriteNumber("cancelled", closing.Closing.Cancelled ? 1 : 0);
    });

    // True when something was done. A league that rests has nobody come; one that has a closing before it has that begin the next.
    private async Task<bool> BeginAsync(LeagueClosingRow[] closings, CancellationToken cancellation)
    {
        LeagueSeasonRow[] open = await database.ReadAsync("leagues", (context, token) => context.LeagueSeasons.Where(row => row.State == 0).ToArrayAsync(token), cancellation);
        OpenSeason[] waiting = [.. open.OrderBy(row => row.Opens).ThenBy(row => row.Made).DistinctBy(row => row.League)
            .Where(row => row.Waits != 0 && !closings.Any(closing => closing.League == row.League)).Select(row => new OpenSeason(row.League, row.Period, row.Opens, true))];
        if (waiting.Length == 0)
            return false;
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        LeaguesPolicy rules = (await policies.BetweenAsync(clock.Now(), clock.Now(), cancellation)).At(clock.Now(), out _)!;
        bool any = false;
        foreach (OpenSeason season in waiting)
        {
            if (catalogue.Leagues.Values.FirstOrDefault(league => league.Id == season.League) is { IsPlayed: true } league && rules.Leagues.TryGetValue(league.Name, out LeagueRules? own))
                any |= await database.TransactAsync("league_begin", unit => LeagueBeginning.TryAsync(unit, season, own.CohortSize), cancellation);
        }

        return any;
    }

    // By a replica of a former version, or since the league's board is gone: nobody of the league would ever have a table again. A close and its closing are one commit with the gate alone, so behind
    // the gate it is certain that there is none.
    private async Task LetGoAsync(CancellationToken cancellation)
    {
        bool any = await database.ReadAsync(
            "leagues",
            (context, token) => context.LeagueSeasons.AnyAsync(
                row => row.State == 0 && !context.LeagueClosings.Any(closing => closing.League == row.League && closing.Period == row.Period)
                    && !context.Periods.Any(period => period.Id == row.Period && period.State == PeriodState.Open),
                token),
            cancellation);
        if (any)
            await database.TransactAsync("leagues", unit => unit.ExecuteAsync(("gate_share", Json.Gate), ("league_seasons_orphaned", Json.Gate)), cancellation);
    }

    // What is left is deleted at the next tick.
    private async Task SweepAsync(CancellationToken cancellation)
    {
        long start = clock.GetTimestamp();
        foreach (LeagueSeasonRow row in await database.ReadAsync("leagues", (context, token) => context.LeagueSeasons.Where(row => row.State == 1).ToArrayAsync(token), cancellation))
        {
            ReadOnlyMemory<byte> season = Json.LeagueSeason(row.League, row.Period, json => json.WriteNumber("limit", Chunk));
            foreach (string statement in new[] { "league_sweep_members", "league_sweep_cohorts", "league_season_delete" })
            {
                int deleted;
                do
                {
                    if (clock.GetElapsedTime(start) > LongestSweep)
                        return;
                    deleted = await database.TransactAsync("sweep", unit => unit.ExecuteAsync((statement, season)), cancellation);
                }
                while (deleted == Chunk);
            }
        }
    }

    private sealed record Step(bool IsLast, string League, int Promoted, int Relegated, int Fallen);
}
