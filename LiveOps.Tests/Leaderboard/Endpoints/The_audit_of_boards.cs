using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Endpoints;

/// <summary>What operators do to boards and players is in the audit, once, with what was before, wherever boards are kept; what did nothing is not.</summary>
public sealed class The_audit_of_boards
{
    [Theory, Every<BoardStores>]
    public async Task Has_what_was_done_with_what_was_before_and_outlives_an_erasure(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: stores == BoardStores.Memory ? null : DateTimeOffset.UtcNow);
        await host.ScoreAsync("ann", "arena", 5);
        await host.ScoreAsync("bob", "arena", 7);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/ann/hidden?reason=ann+is+odd");
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/ann/hidden");
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/ann/hidden");
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/ann/hidden");
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/nobody/hidden");
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/arena/daily/players/ann");
        Assert.Equal("404 not-ranked", await host.ProblemAsync("/v1/leaderboards/arena/daily/players/ann", HttpMethod.Delete));
        Assert.Equal("404 unknown-window", await host.ProblemAsync("/v1/leaderboards/arena/yearly/players/bob", HttpMethod.Delete));
        await host.RollOverAsync();
        Assert.Equal("409 nothing-to-roll-over", await host.ProblemAsync("/v1/leaderboards/arena/daily/rollover", HttpMethod.Post));
        await host.OperatorsAsync(HttpMethod.Delete, "/v1/leaderboards/arena?reason=over");
        Assert.Equal("404 unknown-board", await host.ProblemAsync("/v1/leaderboards/arena", HttpMethod.Delete));

        JsonElement[] entries = await EntriesAsync("");
        Assert.Equal(
            [
                "board drop arena   over", "board rollover arena daily  ", "board remove arena daily ann ", "player show   ann ", "player hide   ann ann is odd",
            ],
            entries.Select(entry => string.Join(' ', new[] { "kind", "action", "board", "window", "playerId", "reason" }.Select(name => entry.TryGetProperty(name, out JsonElement value) ? value.GetString() : ""))));
        Assert.Equal(["True", "False"], entries[3..].Select(entry => entry.GetProperty("before").GetProperty("hidden").GetBoolean().ToString()));
        Assert.Equal(["False", "True"], entries[3..].Select(entry => entry.GetProperty("after").GetProperty("hidden").GetBoolean().ToString()));
        JsonElement removed = Assert.Single(entries[2].GetProperty("before").GetProperty("scores").EnumerateArray());
        Assert.Equal(5, removed.GetProperty("score").GetInt32());
        Assert.Equal("""{"scores":[]}""", entries[2].GetProperty("after").GetRawText());
        Assert.Equal(removed.GetProperty("period").GetString(), entries[1].GetProperty("before").GetProperty("period").GetString());
        Assert.True(entries[0].GetProperty("before").GetProperty("scores").GetInt64() > 0);
        Assert.Equal("""{"periods":0,"scores":0}""", entries[0].GetProperty("after").GetRawText());

        await host.EraseAsync("ann");
        Assert.Empty(await EntriesAsync("?player=ann"));
        JsonElement[] left = await EntriesAsync($"?player={AuditEntry.Erased}");
        Assert.Equal(["", "", AuditEntry.Erased], left.Select(entry => entry.GetProperty("reason").GetString()));

        async Task<JsonElement[]> EntriesAsync(string query) => [.. (await host.OperatorsAsync(HttpMethod.Get, "/v1/audit" + query)).GetProperty("entries").EnumerateArray()];
    }
}
