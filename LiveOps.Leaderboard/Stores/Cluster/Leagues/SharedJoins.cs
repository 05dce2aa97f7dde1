using System.Data.Common;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Connections;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>
/// Who comes into a season with a group of scores, in the transaction that writes them:
/// <list type="number">
/// <item>whoever is in it already is read with the rest, without a lock: most are;</item>
/// <item>for those who are not, the leagues' rows are locked, in order, as the last lock that is taken: of several replicas one at a time has players join a league;</item>
/// <item>in the order of their scores they come into cohorts, or wait while a season before theirs is not closed. Late scores open no season before one whose cohorts are formed. Where the league
/// is back on a board before what it left there is deleted, they come again after that.</item>
/// </list>
/// </summary>
internal sealed class SharedJoins
{
    private readonly HashSet<(int League, int Period, string Player)> _asked = [], _held = [];
    private readonly List<Wish> _wishes = [];

    /// <summary>Whether anybody is asked for.</summary>
    public bool AreAsked => _asked.Count > 0;

    /// <summary>Asks for a player of a season, before anything is read.</summary>
    public void Ask(SharedLeague league, StoredPeriod period, string player) => _asked.Add((league.Id, period.Id, player));

    /// <summary>What reads who is in a season; nothing where nobody is asked for.</summary>
    public (string, SqlInput)[] Reads() => AreAsked ? [("league_held", Keys(_asked))] : [];

    /// <summary>Loads what <see cref="Reads"/> reads.</summary>
    public async Task LoadAsync(DbDataReader rows, CancellationToken cancellation)
    {
        if (!AreAsked)
            return;
        await rows.NextResultAsync(cancellation);
        await LoadHeldAsync(rows, cancellation);
    }

    /// <summary>A score of a player counts in a period in which a league is played.</summary>
    public void Want(SharedLeague league, LeagueRules rules, StoredPeriod period, string player)
    {
        if (_held.Add((league.Id, period.Id, player)))
            _wishes.Add(new Wish(league.Id, period, player, rules.CohortSize));
    }

    /// <summary>Writes who came.</summary>
    public async Task WriteAsync(SqlUnit unit)
    {
        if (_wishes.Count == 0)
            return;
        var seating = new Seating();
        (List<OpenSeason> seasons, Dictionary<(int, string), int> divisions) = await LockAsync(unit, seating);
        Wish[] joining = [.. _wishes.Where(wish => !_held.Contains(wish.Key))];
        (int, int, int)[] filling = [.. joining
            .Where(wish => seasons.Exists(season => season.League == wish.League && season.Period == wish.Period.Id && season is { Waits: false, IsOver: false }))
            .Select(wish => (wish.League, wish.Period.Id, divisions.GetValueOrDefault((wish.League, wish.Player)))).Distinct()];
        if (filling.Length > 0)
        {
            await using DbDataReader rows = await unit.ReadAsync(Seating.Reads(filling));
            await seating.LoadAsync(rows, unit.Cancellation);
        }

        var opened = new List<(OpenSeason Season, long Made)>();
        foreach (Wish wish in joining)
        {
            if (Find(seasons, wish, seating, opened) is not { } season)
                continue;
            if (season.Waits)
                seating.Wait(wish.League, wish.Period.Id, wish.Player);
            else
                seating.Place(wish.League, wish.Period.Id, divisions.GetValueOrDefault((wish.League, wish.Player)), wish.Player, wish.Size);
        }

        await unit.ExecuteAsync([.. Opening(opened), .. seating.Writes()]);
    }

    // Who joined meanwhile is held, and nobody else is: what was noted of the wishes themselves is forgotten.
    private async Task<(List<OpenSeason> Seasons, Dictionary<(int League, string Player), int> Divisions)> LockAsync(SqlUnit unit, Seating seating)
    {
        int[] leagues = [.. _wishes.Select(wish => wish.League).Distinct().Order()];
        _held.Clear();
        var divisions = new Dictionary<(int League, string Player), int>();
        await using DbDataReader rows = await unit.ReadAsync(
            ("league_lock", Json.Leagues(leagues)), OpenSeason.Reads(leagues), ("league_held", Keys(_wishes.Select(wish => wish.Key))),
            ("league_divisions_read", Json.LeaguePlayers(_wishes.Select(wish => (wish.League, wish.Player)).Distinct())));
        while (await rows.ReadAsync(unit.Cancellation))
            seating.AddLeague(rows);
        await rows.NextResultAsync(unit.Cancellation);
        List<OpenSeason> seasons = await OpenSeason.LoadAsync(rows, unit.Cancellation, over: true);
        await rows.NextResultAsync(unit.Cancellation);
        await LoadHeldAsync(rows, unit.Cancellation);
        await rows.NextResultAsync(unit.Cancellation);
        while (await rows.ReadAsync(unit.Cancellation))
            divisions[(rows.GetInt32(0), rows.GetString(1))] = rows.GetInt32(2);
        return (seasons, divisions);
    }

    // The season of a wish, opened where there is none; null where it would come too late.
    private static OpenSeason? Find(List<OpenSeason> seasons, in Wish wish, Seating seating, List<(OpenSeason, long)> opened)
    {
        (int league, int period, long opens) = (wish.League, wish.Period.Id, wish.Period.Period.Opens);
        int at = seasons.FindIndex(season => season.League == league && season.Period == period);
        if (at >= 0)
            return seasons[at].IsOver ? throw new SqlConflictException("a season that the league left is not deleted yet") : seasons[at];
        if (seasons.Exists(season => season.League == league && season.Opens > opens && season is { Waits: false, IsOver: false }))
            return null;
        var made = new OpenSeason(league, period, opens, seasons.Exists(season => season.League == league && season.Opens <= opens && !season.IsOver));
        seasons.Add(made);
        opened.Add((made, seating.NextSeat(league)));
        return made;
    }

    private static (string, SqlInput)[] Opening(List<(OpenSeason Season, long Made)> opened) => opened.Count == 0 ? [] : [("league_seasons_add", SqlBatch.Many(opened, static (json, one) =>
    {
        json.WriteNumber("l", one.Season.League);
        json.WriteNumber("p", one.Season.Period);
        json.WriteNumber("o", one.Season.Opens);
        json.WriteNumber("m", one.Made);
        json.WriteNumber("w", one.Season.Waits ? 1 : 0);
    }))];

    private async Task LoadHeldAsync(DbDataReader rows, CancellationToken cancellation)
    {
        while (await rows.ReadAsync(cancellation))
            _held.Add((rows.GetInt32(0), rows.GetInt32(1), rows.GetString(2)));
    }

    private static ReadOnlyMemory<byte> Keys(IEnumerable<(int League, int Period, string Player)> keys) => SqlBatch.Many([.. keys], static (json, key) =>
    {
        json.WriteNumber("l", key.League);
        json.WriteNumber("p", key.Period);
        json.WriteString("u", key.Player);
    });

    private readonly record struct Wish(int League, StoredPeriod Period, string Player, int Size)
    {
        public (int League, int Period, string Player) Key => (League, Period.Id, Player);
    }
}
