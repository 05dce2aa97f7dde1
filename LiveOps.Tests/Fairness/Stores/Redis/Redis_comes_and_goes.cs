using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Stores;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.ServiceDefaults.Bus;
using Prometheus;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Stores.Redis;

public sealed class Redis_comes_and_goes(DurablePlace place) : IClassFixture<DurablePlace>
{
    private readonly RedisWorld _world = new(place);

    [Fact]
    public async Task While_Redis_is_away_there_are_no_verdicts_and_nothing_is_learned_and_all_is_there_when_it_is_back()
    {
        _world.Send([.. Enumerable.Repeat(Xp("cheat", 200_000), 3)]);
        _world.Send([.. Enumerable.Repeat(Xp("busy", 1), 100)]);
        await place.Server.KillAsync();
        Assert.Throws<VerdictsUnavailableException>(() => _world.Ask([Xp("busy", 1)]));
        Assert.Throws<StoreUnavailableException>(() => _world.Standing("cheat"));
        Assert.Throws<StoreUnavailableException>(() => _world.Block("busy", _world.Now + 1, "why"));
        Assert.Throws<StoreUnavailableException>(() => _world.Publish(new(LiveOps.Core.Bus.BusMessageKind.Events, _world.Batch([Score("busy", 1)]).Bytes)));

        await place.Server.RestartAsync();
        Assert.Equal(VerdictKind.Blocked, (await EventuallyAsync(() => _world.Ask([Xp("cheat", 1)])))[0].Kind);
        Assert.Equal(VerdictKind.RateLimited, _world.Ask([Xp("busy", 1)])[0].Kind);
        Assert.Equal("blocked", _world.Standing("cheat").Status);
    }

    [Fact]
    public async Task How_many_cases_wait_is_unknown_while_Redis_is_away()
    {
        _world.Send(Xp("cheat", 200_000));
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        var metrics = new ReviewMetrics(_world.Reviews, new FairnessMetrics(Metrics.WithCustomRegistry(registry)), TimeProvider.System, registry);
        await metrics.StartAsync(TestContext.Current.CancellationToken);
        await ToldAsync("1");
        await place.Server.KillAsync();
        await ToldAsync("NaN");
        await place.Server.RestartAsync();
        await ToldAsync("1");

        Task ToldAsync(string cases) => Until.TrueAsync(async () => (await ScrapeAsync(registry)).Contains($"\nreviews_open {cases}\n", StringComparison.Ordinal), () => $"never {cases}");
    }

    [Fact]
    public void A_Redis_that_was_flushed_knows_nobody_and_goes_on()
    {
        _world.Send([.. Enumerable.Repeat(Xp("cheat", 200_000), 3)]);
        place.Clear();
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("cheat", 1)).Kind);
        Assert.Equal("""{"playerId":"cheat","status":"ok"}""", Short(_world.Standing("cheat")));
        Assert.Empty(_world.Flags()!.Entries);
    }

    [Fact]
    public async Task A_player_is_forgotten_when_nothing_of_them_can_matter_and_never_before_a_block_ends()
    {
        _world.Send(Xp("seen", 1));
        Assert.InRange(await LifetimeAsync(PlayerKeys.Conduct(Hash("seen"))), TimeSpan.FromHours(1), TimeSpan.FromHours(1.2));
        _world.Send(Xp("flagged", 200_000));
        Assert.InRange(await LifetimeAsync(PlayerKeys.Conduct(Hash("flagged"))), TimeSpan.FromDays(30), TimeSpan.FromDays(30.1));
        _world.Send(Score("played", 1));
        Assert.InRange(await LifetimeAsync(PlayerKeys.History(Hash("played"))), TimeSpan.FromDays(29.9), TimeSpan.FromDays(30));
        _world.Block("blocked", _world.Now + 3650 * TimeSpan.TicksPerDay, "fraud");
        _world.Send(Xp("blocked", 1));
        Assert.InRange(await LifetimeAsync(PlayerKeys.Conduct(Hash("blocked"))), TimeSpan.FromDays(3650), TimeSpan.FromDays(3650.1));
        _world.Erase("blocked");
        Assert.InRange(await LifetimeAsync(PlayerKeys.Conduct(Hash("blocked"))), TimeSpan.FromDays(3650), TimeSpan.FromDays(3650.1));
    }

    [Fact]
    public async Task The_logs_of_a_shard_are_bounded()
    {
        string key = Encoding.ASCII.GetString(PlayerKeys.FlagLog(PlayerKeys.ShardOf(Hash("p"))));
        await place.Server.CommandAsync("EVAL", "for n = 1, 7000 do redis.call('ZADD', KEYS[1], 0, string.format('%08d', n)) end", "1", key);
        _world.Send(Xp("p", 200_000));
        Assert.Equal(RedisPlayers.MaxLog.ToString(System.Globalization.CultureInfo.InvariantCulture), (await place.Server.CommandAsync("ZCARD", key)).Split(' ')[^1]);
    }

    [Fact]
    public async Task Erasing_leaves_no_key_and_no_id_behind()
    {
        for (int i = 0; i < 12; i++)
            _world.Send(Score("secret-player", 100));
        _world.Send(Score("secret-player", 90_000), Xp("secret-player", 200_000));
        _world.Lift("secret-player", "a test");
        Assert.Contains("secret-player", await AllAsync(), StringComparison.Ordinal);
        _world.Erase("secret-player");
        Assert.DoesNotContain("secret-player", await AllAsync(), StringComparison.Ordinal);
        Assert.Equal("", await place.Server.CommandAsync("KEYS", "*:[ch]:*"));
    }

    private static UInt128 Hash(string player) => IdHash.Of(Encoding.UTF8.GetBytes(player));

    private static string Short(StandingAnswer standing) => $$"""{"playerId":"{{standing.PlayerId}}","status":"{{standing.Status}}"}""";

    private async Task<TimeSpan> LifetimeAsync(byte[] key) => TimeSpan.FromMilliseconds(
        double.Parse((await place.Server.CommandAsync("PTTL", Encoding.ASCII.GetString(key))).Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));

    private async Task<string> AllAsync()
    {
        var all = new StringBuilder();
        foreach (string log in (string[])["flags", "audit"])
        {
            for (int shard = 0; shard < PlayerKeys.Shards; shard++)
                all.AppendLine(await place.Server.CommandAsync("ZRANGE", $"liveops:fairness:{{s{shard:00}}}:{log}", "0", "-1"));
        }

        return all.ToString();
    }

    // The client needs a moment to see that Redis is back.
    private static async Task<T> EventuallyAsync<T>(Func<T> ask)
    {
        for (var patience = new Patience(); ;)
        {
            try
            {
                return ask();
            }
            catch (Exception e) when (e is VerdictsUnavailableException or StoreUnavailableException && !patience.IsOver)
            {
                await Task.Delay(20);
            }
        }
    }

    private static async Task<string> ScrapeAsync(CollectorRegistry registry)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
