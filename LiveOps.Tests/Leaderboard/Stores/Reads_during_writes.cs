using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Stores;

public sealed class Reads_during_writes
{
    [Theory, Every<BoardStores>]
    public async Task Every_page_is_whole_and_in_order_while_scores_pour_in(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"arena":{"operator":"last"}}}""");
        for (int i = 0; i < 500; i++)
            await host.ScoreAsync($"p{i}", "arena", i);
        using var done = new CancellationTokenSource();
        Task[] readers =
        [
            ReadAsync(host, "/v1/leaderboards/arena/all?limit=10", 10, done.Token),
            ReadAsync(host, "/v1/leaderboards/arena/all?limit=1000", 500, done.Token),
            ReadAsync(host, "/v1/leaderboards/arena/daily?limit=20&offset=200", 20, done.Token),
            ReadAsync(host, "/v1/leaderboards/arena/weekly/players/p77/around", 11, done.Token),
        ];
        await Task.Run(
            async () =>
            {
                var random = new Random(3);
                for (int i = 0; i < (stores == BoardStores.Memory ? 20_000 : 500); i++)
                    await host.ScoreAsync($"p{random.Next(500)}", "arena", random.Next(1000));
            },
            TestContext.Current.CancellationToken);
        await done.CancelAsync();
        await Task.WhenAll(readers);

        // What is cached is what holds.
        JsonElement cached = (await host.JsonAsync("/v1/leaderboards/arena/all?limit=10")).GetProperty("entries");
        JsonElement made = (await host.JsonAsync("/v1/leaderboards/arena/all?limit=11")).GetProperty("entries");
        Assert.Equal(made.EnumerateArray().Take(10).Select(entry => entry.GetRawText()), cached.EnumerateArray().Select(entry => entry.GetRawText()));
    }

    private static async Task ReadAsync(LeaderboardHost host, string path, int rows, CancellationToken done)
    {
        int pages = 0;
        while (!done.IsCancellationRequested || pages == 0)
        {
            JsonElement[] entries = [.. (await host.JsonAsync(path)).GetProperty("entries").EnumerateArray()];
            Assert.Equal(rows, entries.Length);
            Assert.Equal(rows, entries.Select(entry => entry.GetProperty("playerId").GetString()).Distinct().Count());
            for (int i = 1; i < entries.Length; i++)
            {
                Assert.Equal(entries[i - 1].GetProperty("rank").GetInt32() + 1, entries[i].GetProperty("rank").GetInt32());
                (long above, long below) = (entries[i - 1].GetProperty("score").GetInt64(), entries[i].GetProperty("score").GetInt64());
                Assert.True(above > below || (above == below && entries[i - 1].GetProperty("achievedAt").GetDateTime() < entries[i].GetProperty("achievedAt").GetDateTime()));
            }

            pages++;
        }
    }
}
