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
}
