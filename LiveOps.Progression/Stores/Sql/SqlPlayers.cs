using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>The players of the database, page after page in order of their ids, each a short read of its own that locks nothing.</summary>
internal sealed class SqlPlayers(SqlDatabase<ProgressContext> database, IPolicies<ProgressionRules> policies) : IPlayersToTry
{
    /// <summary>How many players a page has; the statement says it too.</summary>
    public const int PageLength = 500;

    public async ValueTask<ProgressionRules> RulesAsync(long at, CancellationToken cancellation) => (await policies.BetweenAsync(at, at, cancellation)).At(at, out _)!;

    public async IAsyncEnumerable<IReadOnlyList<TriedPlayer>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<TriedPlayer> page;
        string after = "";
        do
        {
            string behind = after;
            page = await database.TransactAsync("try_players", unit => ReadAsync(unit, behind), cancellation);
            if (page.Count > 0)
                yield return page;
            after = page.Count == 0 ? after : page[^1].PlayerId;
        }
        while (page.Count == PageLength);
    }

    private static async Task<IReadOnlyList<TriedPlayer>> ReadAsync(SqlUnit unit, string after)
    {
        var page = new List<TriedPlayer>(PageLength);
        await using DbDataReader rows = await unit.ReadAsync(("page_players", SqlBatch.One(json => json.WriteString("after", after))));
        while (await rows.ReadAsync(unit.Cancellation))
        {
            page.Add(new TriedPlayer(
                rows.GetString(0), rows.GetInt64(1), rows.GetInt32(2), Tallies(rows.GetString(3)), Tallies(rows.GetString(4)), Tallies(rows.GetString(6)),
                StoredPlayer.Names(rows.GetString(5))));
        }

        return page;
    }

    private static List<(string, long)> Tallies(string document)
    {
        var tallies = new List<(string, long)>();
        if (document.Length <= 2)
            return tallies; // {}
        var json = new Utf8JsonReader(Encoding.ASCII.GetBytes(document));
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            tallies.Add((name, json.GetInt64()));
        }

        return tallies;
    }
}
