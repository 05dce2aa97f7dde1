using System.Data.Common;
using System.Text.Json;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>A player's row, as <c>lock_players</c> answers it.</summary>
internal readonly record struct StoredPlayer(
    string PlayerId, long Xp, int Level, int Kills, long UpdatedAt, long JudgedUnder, string Bosses, string Items, string Rewards, string Counters)
{
    public static StoredPlayer Read(DbDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(10));

    /// <summary>The names in a document that is a list of names.</summary>
    public static IReadOnlyList<string> Names(string document) =>
        document.Length <= 2 ? [] : JsonSerializer.Deserialize(document, SqlDocuments.Default.StringArray)!;
}
