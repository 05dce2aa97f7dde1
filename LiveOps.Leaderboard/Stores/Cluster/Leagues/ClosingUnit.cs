using System.Data.Common;
using LiveOps.Core.Notices;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>What one transaction of a league's closing knows: read behind the gate and the lock of the league's row.</summary>
internal sealed class ClosingUnit
{
    private ClosingUnit(SqlUnit unit, LeagueClosingRow row, StoredPeriod? period, LeagueToClose closing) => (Unit, Row, Period, Closing) = (unit, row, period, closing);

    public SqlUnit Unit { get; }

    public LeagueClosingRow Row { get; }

    /// <summary>The period; null when its board has been dropped since: then nobody moves.</summary>
    public StoredPeriod? Period { get; }

    public LeagueToClose Closing { get; }

    public Seating Seating { get; } = new();

    /// <summary>The league's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The divisions' names by now, the lowest first.</summary>
    public IReadOnlyList<string> Divisions { get; private set; } = [];

    /// <summary>Its season; null when nobody joined it.</summary>
    public OpenSeason? Season { get; private set; }

    /// <summary>The name that the season is known by: its period's, or, where a season of that is past already since its board was dropped, that of the next part.</summary>
    public string SeasonName { get; private set; } = "";

    /// <summary>Whether part of the period that an early rollover ended has been closed.</summary>
    public bool HasParts { get; private set; }

    /// <summary>How far it was.</summary>
    public ClosingProgress Progress { get; private set; } = null!;

    /// <summary>The name of the whole period.</summary>
    public string Whole => PartNames.WholeOf(Closing.Name);

    /// <summary>The rules of a season that is played; null when there is nothing to be closed, and what was played is let go of. Of the last part of a period it is one also when nobody has joined it.</summary>
    public LeagueRules? Rules => Closing.Rules is { } rules && (Season is not null || (!Closing.GoesOn && HasParts)) ? rules with { Divisions = Divisions } : null;

    /// <summary>Whether anybody moves or earns anything.</summary>
    public bool Counts => Rules is not null && !Closing.Cancelled && Period is not null;

    /// <summary>Reads it; null when another replica has ended it, or there is another catalogue by now.</summary>
    public static async Task<ClosingUnit?> ReadAsync(SqlUnit unit, LeagueClosingRow row, Catalogue catalogue)
    {
        var closing = new ClosingUnit(unit, row, catalogue.Periods.GetValueOrDefault(row.Period), LeagueToClose.Read(row.Content));
        ReadOnlyMemory<byte> whole = closing.Named();
        await using DbDataReader rows = await unit.ReadAsync(
            ("gate_share", Json.Gate), ("gate_read", Json.Gate), ("league_lock", Json.Leagues(row.League)), ClosingProgress.Reads(row.League, row.Period),
            OpenSeason.Reads(row.League), ("league_parts_any", whole), ("league_past_read", whole));
        await rows.NextResultAsync(unit.Cancellation);
        if (!await rows.ReadAsync(unit.Cancellation) || rows.GetInt64(0) != catalogue.Version)
            return null;
        await rows.NextResultAsync(unit.Cancellation);
        await rows.ReadAsync(unit.Cancellation);
        closing.Seating.AddLeague(rows);
        (closing.Name, closing.Divisions) = (rows.GetString(3), Json.Texts(rows.GetString(4)));
        await rows.NextResultAsync(unit.Cancellation);
        if (await ClosingProgress.LoadAsync(rows, unit.Cancellation) is not { } progress)
            return null;
        closing.Progress = progress;
        await rows.NextResultAsync(unit.Cancellation);
        List<OpenSeason> seasons = await OpenSeason.LoadAsync(rows, unit.Cancellation);
        closing.Season = seasons.FindIndex(season => season.Period == row.Period) is >= 0 and var at ? seasons[at] : null;
        await rows.NextResultAsync(unit.Cancellation);
        closing.HasParts = await rows.ReadAsync(unit.Cancellation);
        await rows.NextResultAsync(unit.Cancellation);
        closing.SeasonName = await NameAsync(closing.Closing.Name, rows, unit.Cancellation);
        return closing;
    }

    /// <summary>What statements of its period's parts are given, with more.</summary>
    public ReadOnlyMemory<byte> Named(string player = "", int limit = 0) => Json.LeagueSeason(Row.League, Row.Period, json =>
    {
        json.WriteString("w", Whole);
        json.WriteString("u", player);
        json.WriteNumber("limit", limit);
    });

    /// <summary>The statement that notes who was present in the part that closes.</summary>
    public (string, SqlInput) Presence(IReadOnlyCollection<string> players) => ("league_parts_add", SqlBatch.Many(players, (json, player) =>
    {
        json.WriteNumber("l", Row.League);
        json.WriteString("w", Whole);
        json.WriteString("u", player);
    }));

    /// <summary>The statements that put players into other divisions.</summary>
    public (string, SqlInput)[] Places(IEnumerable<(string Player, int Division)> players)
    {
        (string Player, int Division)[] sorted = [.. players.OrderBy(one => one.Player, StringComparer.Ordinal)];
        (string Player, int Division)[] above = [.. sorted.Where(one => one.Division > 0)];
        return
        [
            .. above.Length == 0 ? [] : new (string, SqlInput)[]
            {
                ("league_divisions_set", SqlBatch.Many(above, (json, one) =>
                {
                    json.WriteNumber("l", Row.League);
                    json.WriteString("u", one.Player);
                    json.WriteNumber("d", one.Division);
                })),
            },
            .. above.Length == sorted.Length ? [] : new (string, SqlInput)[]
            {
                ("league_divisions_leave", Json.LeaguePlayers(sorted.Where(one => one.Division == 0).Select(one => (Row.League, one.Player)))),
            },
        ];
    }

    /// <summary>Tells that somebody has moved.</summary>
    public void Tell(NoticeBuffer notices, string player, int from, int to, string change) => notices.Add(NoticeType.LeagueMoved, player, Closing.At, json =>
    {
        json.WriteString("playerId", player);
        json.WriteString("league", Name);
        json.WriteString("period", SeasonName);
        json.WriteString("from", Divisions[from]);
        json.WriteString("to", Divisions[to]);
        json.WriteString("change", change);
    });

    private static async Task<string> NameAsync(string name, DbDataReader rows, CancellationToken cancellation)
    {
        var past = new HashSet<string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
            past.Add(rows.GetString(0));
        while (past.Contains(name))
            name = PartNames.After(name);
        return name;
    }
}
