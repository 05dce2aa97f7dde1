using LiveOps.Core.Bus.Journal;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;
using LiveOps.Tests.ServiceDefaults.Operators;

namespace LiveOps.Tests.Console;

/// <summary>An embedded system with an operator of each role, players on a board, a cheat who is hidden, and a dead letter.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    public LiveSystem Live { get; private set; } = null!;

    /// <summary>The number of progression's letter.</summary>
    public const int Letter = 4711;

    /// <summary>Where letters lie.</summary>
    internal DeadLetterFiles Letters => new(Path.Combine(Live.DataFolder, "dead-letters"), TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        Live = await LiveSystem.StartAsync(
            null,
            [.. new[] { OperatorRole.Viewer, OperatorRole.Moderator, OperatorRole.Operator }.SelectMany(role => new (string, string)[]
            {
                ($"Operators__the-{role.ToString().ToLowerInvariant()}__Token", RolesFixture.TokenOf(role).Replace(' ', '-')), ($"Operators__the-{role.ToString().ToLowerInvariant()}__Role", role.ToString().ToLowerInvariant()),
            })]);
        await Live.AcceptAsync([.. Enumerable.Range(0, 60).Select(n => Live.Score($"player-{n}", "arena", 100 + n)), .. Enumerable.Range(0, 60).Select(n => Live.Xp($"player-{n}", 250))]);
        using HttpResponseMessage refused = await Live.SendAsync(Live.Xp("cheat", 99_999_999));
        await Live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", board => board.GetProperty("total").GetInt32() == 60);
        await Live.EventuallyAsync("progression", "/v1/players/player-59", player => player.GetProperty("xp").GetInt64() == 250);
        await Live.EventuallyAsync("fairness", "/v1/flags", flags => flags.GetProperty("flags").GetArrayLength() > 0, LiveSystem.OperatorToken);
        using HttpResponseMessage hidden = await Live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/leaderboards/players/cheat/hidden");
        Assert.True(hidden.IsSuccessStatusCode);
        await AddAsync();
        Letters.Add("progression", Letter, 2, TestEvent.Batch(TestEvent.Xp("letter", 7) with { Id = "of-the-letter" }), new InvalidOperationException("an error of the past"));
    }

    // A player whose score is far from their own, a league, a live event to come, and a webhook whose receiver is nowhere.
    private async Task AddAsync()
    {
        await Live.AcceptAsync([.. Enumerable.Range(0, 13).Select(n => Live.Score("jumper", "sprint", n == 12 ? 9_000 : 100 + n))]);
        await Live.EventuallyAsync("fairness", "/v1/reviews?player=jumper", cases => cases.GetProperty("reviews").GetArrayLength() == 1, LiveSystem.OperatorToken);
        await PutAsync("leaderboard", "/v1/policies/leagues?reason=tested", new
        {
            leagues = new { ladder = new { board = "arena", window = "weekly", cohortSize = 20, divisions = new[] { "bronze", "silver" }, promote = 3, relegate = 3 } },
        });
        await PutAsync("leaderboard", "/v1/policies/live-events?reason=tested", new
        {
            liveEvents = new[] { new { id = "cup", title = "The <cup>", opensAt = DateTimeOffset.UtcNow.AddDays(2), closesAt = DateTimeOffset.UtcNow.AddDays(3), multipliers = new { xp_gained = 2 } } },
        });
        await PutAsync("gateway", "/v1/webhooks/game", new { url = "https://notices.example.invalid/in?token=1", description = "the game", reason = "tested" }, null);
        await Live.AcceptAsync(Live.Score("player-7", "arena", 1)); // the league's tables fill with scores to come

        async Task PutAsync(string service, string path, object body, string? ifMatch = "\"0\"")
        {
            using HttpResponseMessage done = await Live.OperateAsync(HttpMethod.Put, service, path, body, ifMatch: ifMatch);
            Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
        }
    }

    public ValueTask DisposeAsync() => Live.DisposeAsync();
}
