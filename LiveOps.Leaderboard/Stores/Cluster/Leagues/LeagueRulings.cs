using System.Data.Common;
using LiveOps.Core.Policies;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>
/// Puts the document of the leagues in force, in whichever replica needs it first, each version once and in order:
/// <list type="number">
/// <item>before a score is applied that was accepted under a version, that version is in force, and so is, by the clock, whatever has come into force without a score;</item>
/// <item>in one step with the gate alone players keep their divisions by name (those of a division that is gone keep its place, or the highest there is), and a season of another board or window is over,
/// unless it was due before: that one closes as it would have;</item>
/// <item>a version older than the one that was put in force last changes nothing, nor does what there is without one. A file has no version: its replica rules by it when it has changed.</item>
/// </list>
/// </summary>
internal sealed class LeagueRulings(Gate gate, Catalogues catalogues, IPolicies<LeaguesPolicy> policies, IPolicies<LeaderboardPolicy> boards)
{
    private volatile LeaguesPolicy? _ruled;
    private long _since = long.MinValue; // since when what was ruled here is in force: a moment that was asked about may be one to come, by the clock of whoever accepted a score

    /// <summary>Puts in force what is by a time.</summary>
    /// <param name="first">The first moment that is asked about besides.</param>
    /// <param name="last">The time.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What judges between them.</returns>
    public async ValueTask<PolicyView<LeaguesPolicy>> RuleAsync(long first, long last, CancellationToken cancellation)
    {
        PolicyView<LeaguesPolicy> view = await policies.BetweenAsync(first, last, cancellation);
        LeaguesPolicy newest = view.At(last, out _)!;
        long own = view.File is null ? view.History.At(last)?.EffectiveAt ?? 0 : long.MaxValue; // nothing versioned is older than any version
        if (ReferenceEquals(newest, _ruled) || own < Interlocked.Read(ref _since))
            return view;
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        long since = catalogue.LeaguesSince;
        if (view.History.At(last) is null || view.File is not null)
        {
            if (newest.Leagues.Count + catalogue.Leagues.Count > 0) // most have none: nobody need wait at the gate
                await RuleAsync(newest, last, view.File is null ? 0 : null, cancellation);
        }
        else
        {
            PolicyView<LeaguesPolicy> all = await policies.BetweenAsync(Math.Min(since, last), last, cancellation);
            foreach (PolicyView<LeaguesPolicy>.Slot slot in all.From(since).Where(slot => slot.Version.EffectiveAt >= since && slot.Version.EffectiveAt <= last).ToArray())
                await RuleAsync(slot.Policy!, slot.Version.EffectiveAt, slot.Version.EffectiveAt, cancellation);
        }

        if (own < Interlocked.Read(ref _since))
            return view;
        Interlocked.Exchange(ref _since, view.File is null ? own : long.MinValue);
        _ruled = newest;
        return view;
    }

    private async Task RuleAsync(LeaguesPolicy policy, long at, long? since, CancellationToken cancellation) => await gate.ChangeAsync<object?>(
        "leagues",
        async (unit, catalogue) =>
        {
            if (since < catalogue.LeaguesSince)
                return null;
            (SharedLeague? Before, string Name, LeagueRules Rules)[] ruled = [.. policy.Leagues
                .Select(league => (catalogue.Leagues.GetValueOrDefault(league.Key), league.Key, league.Value)).Where(league => !IsAs(league.Item1, league.Value))];
            SharedLeague[] resting = [.. catalogue.Leagues.Values.Where(league => league.IsPlayed && !policy.Leagues.ContainsKey(league.Name))];
            if (ruled.Length == 0 && resting.Length == 0 && (since is null || since == catalogue.LeaguesSince))
                return null;
            foreach ((SharedLeague? before, string name, LeagueRules rules) in ruled.OrderBy(league => league.Name, StringComparer.Ordinal))
            {
                if (before is not null)
                    await ChangeAsync(unit, catalogue, before, rules, at);
                await unit.ExecuteAsync(("league_rule", Row(name, rules.Board, (int)rules.Window, true, rules.Divisions)));
            }

            await unit.ExecuteAsync([
                .. resting.Select(league => ("league_rule", (SqlInput)Row(league.Name, league.Board, (int)league.Window, false, league.Divisions))),
                ("league_ruled", SqlBatch.One(json => json.WriteNumber("s", since ?? catalogue.LeaguesSince)))]);
            return (null, 0);
        },
        cancellation);

    private static bool IsAs(SharedLeague? before, LeagueRules rules) =>
        before is { IsPlayed: true } && before.IsOf(rules.Board, rules.Window) && before.Divisions.SequenceEqual(rules.Divisions, StringComparer.Ordinal);

    private async Task ChangeAsync(SqlUnit unit, Catalogue catalogue, SharedLeague before, LeagueRules rules, long at)
    {
        if (!before.IsOf(rules.Board, rules.Window))
            await EndAsync(unit, catalogue, before, at);
        (int From, int To)[] moves = [.. before.Divisions.Select((name, place) => (place, PlaceOf(rules.Divisions, name, place))).Where(move => move.Item1 != move.Item2)];
        if (moves.Length == 0)
            return;
        ReadOnlyMemory<byte> moved = SqlBatch.Many(moves, (json, move) =>
        {
            json.WriteNumber("l", before.Id);
            json.WriteNumber("f", move.From);
            json.WriteNumber("t", move.To);
        });
        await unit.ExecuteAsync(
            ("league_divisions_move", moved), ("league_cohorts_move", moved), ("league_lowest", SqlBatch.One(json => json.WriteNumber("l", before.Id))));
    }

    /// <summary>Where a division is in another list: by its name, else at its place, or the highest there is.</summary>
    public static int PlaceOf(IReadOnlyList<string> after, string name, int place) => Enumerable.Range(0, after.Count).FirstOrDefault(at => after[at] == name, Math.Min(place, after.Count - 1));

    // What is due closes as it would have, with what is known of its earlier parts.
    private async Task EndAsync(SqlUnit unit, Catalogue catalogue, SharedLeague league, long at)
    {
        List<OpenSeason> seasons;
        await using (DbDataReader rows = await unit.ReadAsync(OpenSeason.Reads(league.Id)))
            seasons = await OpenSeason.LoadAsync(rows, unit.Cancellation);
        LeaderboardPolicy policy = boards.Current;
        await unit.ExecuteAsync(
            ("league_seasons_end", Json.LeagueSeasons(seasons.Where(season => IsOver(season.Period)).Select(season => (league.Id, season.Period)))),
            ("league_parts_drop", Json.LeagueParts([league.Id], catalogue.Periods.Values
                .Where(period => period.State <= PeriodState.Closed && league.IsOf(period.Board.Name, period.Window) && !IsOver(period.Id)).Select(period => PartNames.WholeOf(period.Period.Name)).Distinct())));

        bool IsOver(int period) => !catalogue.Periods.TryGetValue(period, out StoredPeriod? open)
            || (open.State == PeriodState.Open && (open.Period.Closes == long.MaxValue || open.Period.Closes + open.Board.Rules(policy).Grace > at));
    }

    private static ReadOnlyMemory<byte> Row(string name, string board, int window, bool isPlayed, IReadOnlyList<string> divisions) => SqlBatch.One(json =>
    {
        json.WriteString("n", name);
        json.WriteString("b", board);
        json.WriteNumber("w", window);
        json.WriteNumber("o", isPlayed ? 1 : 0);
        json.WriteString("d", Json.OfTexts(divisions));
    });
}
