using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Closing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

/// <summary>The store of a cluster; a restart loses Redis too, and every message comes twice.</summary>
internal sealed class ClusterHistory : IHistoryUnderTest
{
    private readonly RedisServer _redis;
    private readonly ClusterBoards _boards;
    private readonly LeaderboardHost _host;

    private ClusterHistory(RedisServer redis, ClusterBoards boards, LeaderboardHost host) => (_redis, _boards, _host) = (redis, boards, host);

    public static async Task<ClusterHistory> StartAsync(SqlKind kind, byte[] policy, bool isHeld = false)
    {
        RedisServer redis = await RedisServer.StartAsync();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis, isHeld ? ClusterBoards.HoldsAll : null);
        return new ClusterHistory(redis, boards, await LeaderboardHost.StartAsync(boards, new ManualClock(DateTimeOffset.UnixEpoch), Encoding.UTF8.GetString(policy)));
    }

    public async Task RuleAsync(long now, byte[] policy)
    {
        await RollOverAsync(now);
        PolicyFile<LeaderboardPolicy> file = _boards.Get<PolicyFile<LeaderboardPolicy>>();
        if (file.Json.Span.SequenceEqual(policy))
            return;
        _host.WritePolicy(Encoding.UTF8.GetString(policy));
        file.Look();
        Assert.Null(file.Refusal);
        await _boards.RolledOverAsync();
    }

    public async Task ApplyAsync(long now, EventBatch batch)
    {
        await RollOverAsync(now);
        for (int i = 0; i < 2; i++)
            await _boards.ApplyAsync(new BusMessage(BusMessageKind.Events, batch.Bytes));
    }

    public async Task HideAsync(long now, string player)
    {
        await RollOverAsync(now);
        Assert.Null(await Store.HideAsync(player, Done("hide")));
    }

    public async Task ShowAsync(long now, string player)
    {
        await RollOverAsync(now);
        Assert.Null(await Store.ShowAsync(player, Done("show")));
    }

    public async Task<bool> RemoveAsync(long now, string board, WindowKind window, string player)
    {
        await RollOverAsync(now);
        return await Store.RemoveAsync(board, WindowKinds.Name(window), player, Done("remove")) is null;
    }

    public async Task<bool> EndEarlyAsync(long now, string board, WindowKind window)
    {
        await RollOverAsync(now);
        bool ended = (await Store.RollOverAsync(board, WindowKinds.Name(window), null, Done("rollover"))).Problem is null;
        await RollOverAsync(now); // without a grace it is due at once
        return ended;
    }

    public Task EraseAsync(string player) => _boards.ApplyAsync(new BusMessage(BusMessageKind.PlayerErased, Encoding.ASCII.GetBytes(player)));

    public async Task RollOverAsync(long now)
    {
        _host.Clock.UtcNow = UnixTicks.ToUtc(now);
        if (Closer.Due(await _boards.Get<Catalogues>().GetAsync(), _boards.Get<PolicyFile<LeaderboardPolicy>>().Current, now).Length > 0)
            await _boards.RolledOverAsync();
    }

    public async Task RestartAsync()
    {
        await _redis.FlushAsync();
        await _host.RestartAsync();
    }

    public async Task<IEnumerable<string>> LinesAsync()
    {
        Catalogue catalogue = await _boards.Get<Catalogues>().RefreshAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        long now = _host.Clock.Now();
        foreach (SharedBoard board in catalogue.InOrder)
        {
            Assert.Empty(board.Closing);
            foreach (var track in board.Tracks)
            {
                foreach (StoredPeriod open in track.Open)
                {
                    bool running = open.Period.Closes > now;
                    string path = $"/v1/leaderboards/{board.Name}/{WindowKinds.Name(track.Window)}" + (running ? "" : $"/history/{open.Period.Name}");
                    // One that has not begun, for a clock was set back, is not to be read; the random history has none.
                    lines.AddRange(await RowsAsync($"open {board.Name} {track.Window} {open.Period.Name}: ", path));
                }

                string window = WindowKinds.Name(track.Window);
                foreach (PeriodRow period in await ArchivedAsync(board.Name, (short)track.Window))
                    lines.AddRange(await RowsAsync($"closed {board.Name} {track.Window} {period.Name}: ", $"/v1/leaderboards/{board.Name}/{window}/history/{period.Name}"));
            }

            await ChampionsAsync(board.Name, lines);
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private static AuditEntry Done(string action) => new(0, "ann", AuditKinds.Board, action);

    private IBoardStore Store => _boards.Get<IBoardStore>();

    private Task<PeriodRow[]> ArchivedAsync(string board, short window) => _boards.Get<SqlDatabase<LeaderboardContext>>().ReadAsync(
        "test", (context, token) => context.Periods.Where(row => row.Board == board && row.Win == window && row.State == PeriodState.Done).ToArrayAsync(token), default);

    private async Task<IEnumerable<string>> RowsAsync(string prefix, string path)
    {
        var lines = new List<string>();
        var page = await _host.JsonAsync(path + "?limit=1000");
        foreach (var entry in page.GetProperty("entries").EnumerateArray())
        {
            lines.Add(prefix + Line(entry));
            if (entry.GetProperty("playerId").GetString() is { } player && lines.Count % 7 == 0)
                Assert.Equal(entry.GetRawText(), await _host.TextAsync($"{path}/players/{player}"));
        }

        Assert.Equal(page.GetProperty("total").GetInt32(), lines.Count);
        return lines;
    }

    private async Task ChampionsAsync(string board, List<string> lines)
    {
        foreach (var entry in (await _host.JsonAsync($"/v1/leaderboards/{board}/hall-of-fame?limit=1000")).GetProperty("champions").EnumerateArray())
        {
            Assert.True(WindowKinds.TryParse(entry.GetProperty("window").GetString(), out WindowKind window));
            lines.Add($"champion {board} {window} {entry.GetProperty("period").GetString()}: {Line(entry)}");
        }
    }

    private static string Line(System.Text.Json.JsonElement entry) =>
        $"{entry.GetProperty("rank")} {entry.GetProperty("playerId").GetString() ?? "-"} {entry.GetProperty("score")} {UnixTicks.Of(entry.GetProperty("achievedAt").GetDateTime())}";
}
