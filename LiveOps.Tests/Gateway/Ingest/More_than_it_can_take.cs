using System.Globalization;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Ingest;

/// <summary>More than it can take.</summary>
public sealed class More_than_it_can_take
{
    private const int Places = 2, Waiting = 6, Events = 50;

    [Fact]
    public async Task Ten_times_the_load_it_takes_is_refused_with_503_counts_nothing_twice_and_is_over_when_it_is_over()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(settings:
        [
            ("GATEWAY_MAX_REQUESTS", Places.ToString(CultureInfo.InvariantCulture)),
            ("GATEWAY_MAX_WAITING", Waiting.ToString(CultureInfo.InvariantCulture)),
            ("GATEWAY_WAIT_MS", "2000"), // those refused are too many; whoever comes after them waits for a place as long as it takes
        ]);

        // Rounds of ten times as many at once as may be worked on and wait together, until some were refused.
        var accepted = new List<string>();
        var refused = new List<string>();
        for (int round = 0; round < 50 && (refused.Count == 0 || accepted.Count == 0); round++)
        {
            string[] players = [.. Enumerable.Range(0, 10 * (Places + Waiting)).Select(_ => LiveSystem.NewId("crowd"))];
            await Task.WhenAll(players.Select(async player =>
            {
                using HttpResponseMessage answer = await live.SendAsync(Batch(live, player));
                if ((int)answer.StatusCode == 503)
                {
                    Assert.NotNull(answer.Headers.RetryAfter);
                    await answer.ProblemAsync(503, "unavailable");
                    lock (refused)
                        refused.Add(player);
                }
                else
                {
                    Assert.Equal(Events, (await answer.JsonAsync(202)).GetProperty("accepted").GetInt32());
                    lock (accepted)
                        accepted.Add(player);
                }
            }));
        }

        Assert.NotEmpty(refused);
        Assert.NotEmpty(accepted);

        // The load is gone: places are free again, and exactly what was acknowledged counts.
        for (int i = 0; i < Places + Waiting; i++)
        {
            string player = LiveSystem.NewId("after");
            using HttpResponseMessage after = await live.SendAsync(Batch(live, player));
            await after.JsonAsync(202);
            accepted.Add(player);
        }

        foreach (string player in accepted)
            await live.EventuallyAsync("progression", $"/v1/players/{player}", found => found.GetProperty("items").GetProperty("coin").GetInt64() == Events);
        foreach (string player in refused)
            await (await live.GetAsync("progression", $"/v1/players/{player}")).ProblemAsync(404, "unknown-player");
    }

    private static string Batch(LiveSystem live, string player) =>
        $$"""{"events":[{{string.Join(',', Enumerable.Range(0, Events).Select(_ => live.Item(player, "coin", 1)))}}]}""";
}
