using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Rewards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>Leagues in a database and a Redis of their own; a restart loses the latter.</summary>
internal sealed class LeaguesInACluster : ILeaguesUnderTest
{
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly RedisServer _redis;
    private readonly LeaderboardHost _host;

    private LeaguesInACluster(RedisServer redis, LeaderboardHost host) => (_redis, _host) = (redis, host);

    public static async Task<ILeaguesUnderTest> StartAsync(SqlKind kind, string boards, string leagues)
    {
        RedisServer redis = await RedisServer.StartAsync();
        LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock(Friday), boards);
        var under = new LeaguesInACluster(redis, host);
        await under.RuleAsync(leagues);
        return under;
    }

    public DateTime Now => _host.Clock.UtcNow.UtcDateTime;

    // Replicas, and two rounds of one, may tell the same: of what is told twice the second grants nothing.
    public IReadOnlyList<string> Earned => [.. _host.Bus.Said.Where(message => message.Kind == BusMessageKind.Rewards)
        .Select(message => RankRewards.TryRead(message.Payload.Span, out RankRewards said) ? said : throw new InvalidDataException())
        .SelectMany(said => said.Players.Select(player => $"{said.Reward} {player.PlayerId}")).Distinct()];

    public IReadOnlyList<string> ToldInVain => [];

    public async Task RuleAsync(string leagues)
    {
        _host.WritePolicy(leagues, "leagues");
        PolicyFile<LeaguesPolicy> file = _host.Cluster.Get<PolicyFile<LeaguesPolicy>>();
        file.Look();
        Assert.Null(file.Refusal);
        await _host.RolledOverAsync();
    }

    public async Task PassAsync(TimeSpan time)
    {
        _host.Clock.Advance(time);
        await _host.RolledOverAsync();
    }

    public Task ScoreAsync(string player, long score, TimeSpan ago) => _host.ScoreAsync(player, "ladder", score, _host.Clock.UtcNow - ago);

    public async Task HideAsync(string player) => Assert.Null(await Store.HideAsync(player, Done("hide")));

    public async Task ShowAsync(string player) => Assert.Null(await Store.ShowAsync(player, Done("show")));

    public Task EraseAsync(string player) => _host.EraseAsync(player);

    public async Task<bool> EndEarlyAsync() => (await Store.RollOverAsync("ladder", "daily", null, Done("rollover"))).Problem is null;

    public async Task DropAsync() => _ = await Store.DropAsync("ladder", Done("drop"));

    public async Task RestartAsync(bool saving)
    {
        await _redis.FlushAsync();
        await _host.RestartAsync();
        await _host.RolledOverAsync();
    }

    public Task TellAsync() => _host.RolledOverAsync();

    public Task TellInVainAsync() => RestartAsync(saving: false);

    public async Task<string[]> TablesAsync()
    {
        Catalogue catalogue = await _host.Cluster.Get<Catalogues>().RefreshAsync(TestContext.Current.CancellationToken);
        if (catalogue.Leagues.GetValueOrDefault("arena") is not { } league)
            return [];
        (LeagueSeasonRow[] seasons, LeagueCohortRow[] cohorts, LeagueMemberRow[] waiting) = await Database.ReadAsync(
            "test",
            async (context, token) => (
                await context.LeagueSeasons.Where(row => row.State == 0).OrderBy(row => row.Opens).ThenBy(row => row.Made).ToArrayAsync(token),
                await context.LeagueCohorts.OrderBy(row => row.No).ToArrayAsync(token),
                await context.LeagueMembers.Where(row => row.Cohort == 0).OrderBy(row => row.Seat).ToArrayAsync(token)),
            TestContext.Current.CancellationToken);
        var lines = new List<string>();
        foreach (LeagueSeasonRow season in seasons)
        {
            string period = catalogue.Periods[season.Period].Period.Name;
            foreach (LeagueCohortRow cohort in cohorts.Where(cohort => cohort.Period == season.Period))
            {
                JsonElement table = await _host.JsonAsync($"/v1/leagues/arena/cohorts/{cohort.No}");
                Assert.Equal((period, league.Divisions[cohort.Division]), (table.GetProperty("period").GetString(), table.GetProperty("division").GetString()));
                lines.Add($"{period} {league.Divisions[cohort.Division]}: {string.Join(", ", table.GetProperty("entries").EnumerateArray().Select(row => $"{row.GetProperty("playerId").GetString()} {row.GetProperty("score")}"))}");
            }

            if (season.Waits != 0)
                lines.Add($"{period} waiting: {string.Join(", ", waiting.Where(member => member.Period == season.Period).Select(member => member.Player))}");
        }

        return [.. lines];
    }

    public async Task<string[]> PastAsync() => await Database.ReadAsync(
        "test",
        async (context, token) => (await context.LeaguePast.OrderBy(row => row.No).ToArrayAsync(token))
            .Select(row => $"{row.Name} {row.Players} {row.Cohorts} {row.Promoted} {row.Relegated} {row.Fallen}{(row.Cancelled != 0 ? " cancelled" : "")}").ToArray(),
        TestContext.Current.CancellationToken);

    public async Task<string> DivisionAsync(string player)
    {
        Catalogue catalogue = await _host.Cluster.Get<Catalogues>().GetAsync();
        int division = await Database.ReadAsync(
            "test", (context, token) => context.LeagueDivisions.Where(row => row.Player == player).Select(row => row.Division).SingleOrDefaultAsync(token), TestContext.Current.CancellationToken);
        return catalogue.Leagues["arena"].Divisions[division];
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private IBoardStore Store => _host.Cluster.Get<IBoardStore>();

    private SqlDatabase<LeaderboardContext> Database => _host.Cluster.Get<SqlDatabase<LeaderboardContext>>();

    private static AuditEntry Done(string action) => new(0, "ann", AuditKinds.Board, action);
}
