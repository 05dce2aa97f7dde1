using System.Globalization;
using LiveOps.Tests.Embedded;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Client;

/// <summary>
/// Games that are killed (<c>kill -9</c>) at random moments while a bad network cuts, delays, doubles and reorders what their outboxes send. In the end every event counts
/// exactly once, in order for each player. LIVEOPS_CLIENT_KILLS sets how many; 100 unless set.
/// </summary>
public sealed class Killed_a_hundred_times
{
    private const int Games = 4;

    [Fact]
    public async Task Every_event_that_was_kept_counts_exactly_once_and_each_players_stay_in_order()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("LIVEOPS_CLIENT_KILLS") ?? "100", CultureInfo.InvariantCulture);
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("policies"));
        File.WriteAllText(folder.File("policies/leaderboard.json"), """{"boards":{"order":{"operator":"last"}}}""");
        File.WriteAllText(folder.File("policies/fairness.json"), Killed_at_any_moment.Lenient());
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("POLICY_DIR", folder.File("policies")));
        await using BadNetwork network = await BadNetwork.StartAsync(live.Url("gateway", "/"));

        int[] last = await Task.WhenAll(Enumerable.Range(0, Games).Select(game => PlayAsync(game, kills / Games, folder, network.Address)));

        for (int game = 0; game < Games; game++)
        {
            for (int player = 0; player < 2; player++)
            {
                string id = $"game{game}-{player}";
                await live.EventuallyAsync("progression", $"/v1/players/{id}", json => json.GetProperty("xp").GetInt64() == last[game]);
                await live.EventuallyAsync("leaderboard", $"/v1/leaderboards/order/all/players/{id}", json => json.GetProperty("score").GetInt64() == last[game]);
                Assert.Equal(Enumerable.Range(1, last[game]).Select(n => (long)n), network.Scores[id]);
            }
        }

        Assert.All(new[] { "cut before", "cut after", "doubled", "late", "held up", "passed" }, what => Assert.True(network.Done.GetValueOrDefault(what) > 0, what));
    }

    // The number that it came to.
    private static async Task<int> PlayAsync(int game, int kills, TempFolder folder, Uri gateway)
    {
        var random = new Random(20261129 + game);
        int said = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            int from = said;
            using HeardProcess playing = Start(from + 1, 1_000_000);
            int wanted = random.Next(1, 60);
            for (var patience = new Patience(); Volatile.Read(ref said) < from + wanted; await Task.Delay(1))
                Assert.True(playing.IsRunning && !patience.IsOver, "it ended by itself, or said nothing");
            playing.Kill();
            await playing.ExitAsync();
        }

        int to = said + 10;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using HeardProcess last = Start(said + 1, to, () => done.TrySetResult());
        await done.Task.WaitAsync(Patience.Whole);
        return to;

        HeardProcess Start(int from, int until, Action? whenDone = null) => HeardProcess.Start(
            [
                "dotnet", Path.Combine(AppContext.BaseDirectory, "LiveOps.Bench.dll"), "outbox", "--folder", folder.File($"outbox{game}"), "--gateway", gateway.ToString(),
                "--secret", LiveSystem.Secret, "--name", $"game{game}", "--from", $"{from}", "--to", $"{until}",
            ],
            [("DOTNET_TieredPGO", "0")],
            line =>
            {
                if (int.TryParse(line, CultureInfo.InvariantCulture, out int n))
                    Volatile.Write(ref said, Math.Max(said, n));
                else if (line == "done")
                    whenDone?.Invoke();
            });
    }
}
