using System.Security.Cryptography;
using LiveOps.Client;
using LiveOps.Client.Boards;
using LiveOps.Client.Calls;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Players;
using LiveOps.Client.Receipts;
using LiveOps.Client.Sending;
using LiveOps.Client.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Client;

/// <summary>What a game does through the client, against the real services.</summary>
public sealed class The_client_in_the_live_system(The_client_in_the_live_system.Fixture fixture) : IClassFixture<The_client_in_the_live_system.Fixture>
{
    /// <summary>What receipts were signed with before there was a key.</summary>
    public const string FormerReceiptSecret = "a former secret of receipts, 32 bytes or more";

    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task Every_kind_of_event_counts_and_each_has_its_verdict()
    {
        var told = new List<EventVerdict>();
        await using LiveOpsClient client = ClientWorld.ClientOf(_live, told);
        GameEvent[] events =
        [
            GameEvent.Xp("kim", 250).WithId("k-1"), GameEvent.Boss("kim", "dragon").WithId("k-2"), GameEvent.Item("kim", "sword", 3).WithId("k-3"),
            GameEvent.Score("kim", "kinds", 4200).WithId("k-4"), GameEvent.Counter("kim", "races", -2).WithId("k-5"),
            GameEvent.Xp("kim", 100_001).WithId("k-6"), GameEvent.Xp("kim", 250).WithId("k-1"),
        ];

        Assert.Equal(AddOutcome.Kept, client.Add(events));
        await client.FlushAsync();

        Assert.Equal(
            ["k-1 of kim: accepted", "k-2 of kim: accepted", "k-3 of kim: accepted", "k-4 of kim: accepted", "k-5 of kim: accepted", "k-6 of kim: implausible-event", "k-1 of kim: accepted"],
            ClientWorld.Describe(told));
        Assert.Equal((6, 1, 0), (client.Status.Accepted, client.Status.Rejected, client.Status.Outbox.Waiting));
        await _live.EventuallyAsync("progression", "/v1/players/kim", player => player.GetProperty("counters").TryGetProperty("races", out _));
        PlayerProgress progress = await client.ProgressAsync("kim");
        Assert.Equal((750, 1, 3, -2), (progress.Xp, progress.BossKills["dragon"], progress.Items["sword"], progress.Counters["races"]));
        Assert.Equal("ok", (await client.StandingAsync("kim")).Status);
    }

    [Fact]
    public async Task Boards_are_read_page_rank_around_and_any_set()
    {
        await using LiveOpsClient client = ClientWorld.ClientOf(_live);
        for (int i = 0; i < 5; i++)
            client.Add(GameEvent.Score($"r{i}", "reading", 100 - i));
        await client.FlushAsync();
        await _live.EventuallyAsync("leaderboard", "/v1/leaderboards/reading/all", page => page.GetProperty("total").GetInt32() == 5);

        BoardPage page = await client.BoardAsync("reading", BoardWindow.All, limit: 2, offset: 1);
        Assert.Equal((5, "all", null), (page.Total, page.Period, page.ClosesAt));
        Assert.Equal([(2, "r1", 99L), (3, "r2", 98L)], page.Entries.Select(entry => (entry.Rank, entry.PlayerId!, entry.Score)));
        Assert.Equal(4, (await client.RankAsync("reading", BoardWindow.Daily, "r3")).Rank);
        Assert.Equal(["r2", "r3", "r4"], (await client.AroundAsync("reading", BoardWindow.All, "r3", limit: 3)).Entries.Select(entry => entry.PlayerId));
        BoardPage friends = await client.RanksAsync("reading", BoardWindow.All, ["r4", "nobody", "r0"]);
        Assert.Equal([(1, 1, "r0"), (5, 2, "r4")], friends.Entries.Select(entry => (entry.Rank, entry.Among!.Value, entry.PlayerId!)));
        Assert.Equal(["nobody"], friends.Unranked);
        LiveOpsException refused = await Assert.ThrowsAsync<LiveOpsException>(() => client.BoardAsync("no-such", BoardWindow.All));
        Assert.Equal((404, "unknown-board"), (refused.Problem.Status, refused.Problem.Type));
    }

    [Fact]
    public async Task Live_ranks_tell_the_page_and_then_what_changed()
    {
        await using LiveOpsClient client = ClientWorld.ClientOf(_live);
        client.Add(GameEvent.Score("ada", "lively", 1));
        await client.FlushAsync();
        await _live.EventuallyAsync("leaderboard", "/v1/leaderboards/lively/all", page => page.GetProperty("total").GetInt32() == 1);
        using var stop = new CancellationTokenSource(Patience.Whole);
        await using IAsyncEnumerator<BoardPage> live = client.LiveAsync("lively", BoardWindow.All, cancellation: stop.Token).GetAsyncEnumerator(stop.Token);

        Assert.True(await live.MoveNextAsync());
        Assert.Equal(1, live.Current.Total);
        client.Add(GameEvent.Score("bob", "lively", 2));
        await client.FlushAsync();
        Assert.True(await live.MoveNextAsync());
        Assert.Equal(["bob", "ada"], live.Current.Entries.Select(entry => entry.PlayerId));
    }

    [Fact]
    public async Task A_players_key_sends_and_claims_for_that_player_alone()
    {
        var told = new List<EventVerdict>();
        await using LiveOpsClient server = ClientWorld.ClientOf(_live);
        IssuedKey key = await server.MakePlayerKeyAsync("eve", DateTimeOffset.UtcNow.AddHours(1));
        await using LiveOpsClient client = ClientWorld.ClientOf(_live, told, key: ClientKey.Player(key.Key, key.Secret));
        for (int i = 0; i < 20; i++)
            client.Add(GameEvent.Xp($"other-{i}", 1).WithId($"o-{i}")); // who played before
        client.Add(GameEvent.Boss("eve", "hydra").WithId("eve-1"));

        await client.FlushAsync();

        Assert.Equal(["eve-1 of eve: accepted"], ClientWorld.Describe(told));
        Assert.Equal(20, client.Status.Outbox.Waiting);
        client.UseKey(ClientKey.Game(LiveSystem.Secret));
        await client.FlushAsync();
        Assert.Equal(21, client.Status.Accepted);
        client.UseKey(ClientKey.Player(key.Key, key.Secret));
        await _live.EventuallyAsync("progression", "/v1/players/eve/rewards", rewards => rewards.GetProperty("rewards").GetArrayLength() > 0);
        Assert.Equal("first-kill:hydra", Assert.Single(await client.RewardsAsync("eve")).Reward);
        string receipt = await client.ClaimAsync("eve", "first-kill:hydra");
        ReceiptVerifier verifier = await client.ReceiptKeysAsync();
        Assert.True(verifier.Knows(receipt));
        Assert.True(verifier.TryVerify(receipt, out ReceiptClaims? claims));
        Assert.Equal(("eve", "first-kill:hydra"), (claims.PlayerId, claims.Reward));
        Assert.All(Enumerable.Range(0, receipt.Length), at => Assert.False(verifier.TryVerify(receipt[..at] + (receipt[at] == 'A' ? 'B' : 'A') + receipt[(at + 1)..], out _)));
    }

    [Fact]
    public async Task A_clock_that_is_hours_off_is_learned_also_when_it_jumps_later()
    {
        var clock = new ShiftedClock(TimeSpan.FromHours(-5));
        await using LiveOpsClient client = ClientWorld.ClientOf(_live, more: options => options.Clock = clock);
        client.Add(GameEvent.Xp("clocked", 1));
        await client.FlushAsync();
        Assert.InRange(client.Status.ClockOffset.TotalHours, 4.99, 5.01);

        clock.Set(TimeSpan.FromHours(30));
        client.Add(GameEvent.Xp("clocked", 1));
        await client.FlushAsync();

        Assert.InRange(client.Status.ClockOffset.TotalHours, -25.01, -24.99);
        Assert.Equal(2, client.Status.Accepted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Who_sends_too_fast_loses_nothing_stays_in_order_and_holds_nobody_else_up(int parallel)
    {
        var told = new List<EventVerdict>();
        await using LiveOpsClient client = ClientWorld.ClientOf(_live, told, more: options => options.Sending.Parallel = parallel);
        string hasty = $"hasty{parallel}";
        for (int i = 1; i <= 160; i++)
        {
            client.Add(GameEvent.Xp(hasty, 1).WithId($"h-{i}"));
            if (i % 16 == 0)
                client.Add(GameEvent.Xp($"calm{parallel}-{i}", 1).WithId($"c-{i}"));
        }

        await client.FlushAsync();

        Assert.Equal(170, client.Status.Accepted);
        Assert.Equal(Enumerable.Range(1, 160).Select(i => $"h-{i}"), told.Where(verdict => verdict.PlayerId == hasty).Select(verdict => verdict.EventId));
        Assert.True(told.FindIndex(verdict => verdict.EventId == "c-160") < told.FindIndex(verdict => verdict.EventId == "h-160"));
        await _live.EventuallyAsync("progression", "/v1/players/" + hasty, player => player.GetProperty("xp").GetInt64() == 160);
    }

    /// <summary>A system that signs receipts with a key.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public LiveSystem Live { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Live = await LiveSystem.StartAsync(null, ("RECEIPT_KEY", key.ExportPkcs8PrivateKeyPem()), ("Receipts__Keys__0", FormerReceiptSecret));
        }

        public async ValueTask DisposeAsync() => await Live.DisposeAsync();
    }
}
