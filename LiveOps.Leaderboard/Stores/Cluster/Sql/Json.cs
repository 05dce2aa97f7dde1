using System.Text.Json;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>What statements are given again and again.</summary>
internal static class Json
{
    /// <summary>The gate's row.</summary>
    public static readonly ReadOnlyMemory<byte> Gate = "{\"gate\":1}"u8.ToArray();

    /// <summary><c>{"p":…}</c> and up to two further numbers.</summary>
    public static ReadOnlyMemory<byte> Period(int period, params ReadOnlySpan<(string Name, long Value)> numbers)
    {
        (string Name, long Value)[] rest = numbers.ToArray();
        return SqlBatch.One(json =>
        {
            json.WriteNumber("p", period);
            foreach ((string name, long value) in rest)
                json.WriteNumber(name, value);
        });
    }

    /// <summary><c>{"u":…}</c></summary>
    public static ReadOnlyMemory<byte> Player(string player) => SqlBatch.One(json => json.WriteString("u", player));

    /// <summary><c>{"b":…}</c></summary>
    public static ReadOnlyMemory<byte> Board(string board) => SqlBatch.One(json => json.WriteString("b", board));

    /// <summary>Live events, sorted: <c>[{"e"}]</c>.</summary>
    public static ReadOnlyMemory<byte> LiveEvents(IEnumerable<string> events) => SqlBatch.Many([.. events], static (json, live) => json.WriteString("e", live));

    /// <summary>Players of live events and their attempts: <c>[{"e","u","n"}]</c>.</summary>
    public static ReadOnlyMemory<byte> Entrants(IEnumerable<(string Live, string Player, int Attempts)> entrants) => SqlBatch.Many([.. entrants], static (json, entrant) =>
    {
        json.WriteString("e", entrant.Live);
        json.WriteString("u", entrant.Player);
        json.WriteNumber("n", entrant.Attempts);
    });

    /// <summary>Entries that are owed: <c>[{"p","u","v"}]</c>.</summary>
    public static ReadOnlyMemory<byte> Owed(IReadOnlyCollection<OwedRow> rows) => SqlBatch.Many(rows, static (json, row) =>
    {
        json.WriteNumber("p", row.Period);
        json.WriteString("u", row.Player);
        json.WriteNumber("v", row.Version);
    });

    /// <summary>Numbers of leagues, sorted: <c>[{"l"}]</c>.</summary>
    public static ReadOnlyMemory<byte> Leagues(params IEnumerable<int> leagues) => SqlBatch.Many([.. leagues], static (json, league) => json.WriteNumber("l", league));

    /// <summary>Players of leagues, sorted: <c>[{"l","u"}]</c>.</summary>
    public static ReadOnlyMemory<byte> LeaguePlayers(IEnumerable<(int League, string Player)> players) => SqlBatch.Many([.. players], static (json, one) =>
    {
        json.WriteNumber("l", one.League);
        json.WriteString("u", one.Player);
    });

    /// <summary>Leagues, and the periods whose parts are kept: <c>[{"l","w"}]</c>.</summary>
    public static ReadOnlyMemory<byte> LeagueParts(IEnumerable<int> leagues, IEnumerable<string> kept) =>
        SqlBatch.Many([.. leagues.SelectMany(_ => kept.DefaultIfEmpty(""), (league, whole) => (League: league, Whole: whole))], static (json, one) =>
        {
            json.WriteNumber("l", one.League);
            json.WriteString("w", one.Whole);
        });

    /// <summary>Seasons: <c>[{"l","p"}]</c>.</summary>
    public static ReadOnlyMemory<byte> LeagueSeasons(params IEnumerable<(int League, int Period)> seasons) => SqlBatch.Many([.. seasons], static (json, season) =>
    {
        json.WriteNumber("l", season.League);
        json.WriteNumber("p", season.Period);
    });

    /// <summary>A season and what more a statement of it is given: <c>{"l","p",…}</c>.</summary>
    public static ReadOnlyMemory<byte> LeagueSeason(int league, int period, Action<Utf8JsonWriter>? more = null) => SqlBatch.One(json =>
    {
        json.WriteNumber("l", league);
        json.WriteNumber("p", period);
        more?.Invoke(json);
    });

    /// <summary>Texts as they are kept in one column, and read from it.</summary>
    public static string OfTexts(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, LeagueJson.Default.IReadOnlyListString);

    /// <summary>What <see cref="OfTexts"/> wrote.</summary>
    public static IReadOnlyList<string> Texts(string json) => JsonSerializer.Deserialize(json, LeagueJson.Default.IReadOnlyListString)!;
}
