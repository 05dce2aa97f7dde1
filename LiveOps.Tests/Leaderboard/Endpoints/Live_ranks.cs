using System.Net.Sockets;
using System.Text;
using LiveOps.Leaderboard.Stores.Live;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Leaderboard.Endpoints;

/// <summary>Ranks as Server-Sent Events.</summary>
public sealed class Live_ranks
{
    private const string Top = "/v1/leaderboards/arena/daily/live?limit=2", Ann = "/v1/leaderboards/arena/daily/players/ann/around/live?limit=3";

    [Theory, Every<BoardStores>]
    public async Task A_listener_gets_the_page_at_once_and_again_only_when_it_has_changed_once_a_second_at_most(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("bob", "arena", 20);
        await using LiveListener listener = await host.ListenAsync(Top);
        Assert.Equal("1 bob 20, 2 ann 10", await listener.RanksAsync());

        for (int score = 30; score < 40; score++)
            await host.ScoreAsync("ann", "arena", score);
        Assert.Equal("1 ann 39, 2 bob 20", await listener.RanksAsync());
        Assert.Equal(2, listener.Events); // of ten changes within a second, the last
        await host.ScoreAsync("cid", "arena", 1);
        await host.ScoreAsync("cid", "arena", 2); // the total is another; the entries are not
        Assert.Equal("1 ann 39, 2 bob 20", await listener.RanksAsync());
        await host.PassAsync(5);
        await host.ScoreAsync("bob", "arena", 50);
        Assert.Equal("1 bob 50, 2 ann 39", await listener.RanksAsync());
        Assert.Equal(4, listener.Events);
    }

    [Theory, Every<BoardStores>]
    public async Task Around_a_player_the_rows_follow_the_player_and_without_a_rank_any_more_there_are_none(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        foreach ((string player, long score) in new[] { ("bob", 20L), ("cid", 30), ("dan", 40) })
            await host.ScoreAsync(player, "arena", score);
        Assert.Equal("404 not-ranked", await host.ProblemAsync(Ann));
        Assert.Equal(0, host.Service<LiveFeeds>().Listeners);
        await host.ScoreAsync("ann", "arena", 25);
        await using LiveListener listener = await host.ListenAsync(Ann);
        Assert.Equal("2 cid 30, 3 ann 25, 4 bob 20", await listener.RanksAsync());
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/ann/hidden");
        Assert.Equal("", await listener.RanksAsync());
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/ann/hidden");
        Assert.Equal("2 cid 30, 3 ann 25, 4 bob 20", await listener.RanksAsync());
    }

    [Theory, Every<BoardStores>]
    public async Task Who_comes_back_with_the_id_of_the_page_that_holds_gets_it_not_again(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 10);
        string id;
        await using (LiveListener first = await host.ListenAsync(Top))
        {
            await first.RanksAsync();
            id = first.LastId!;
        }

        await using LiveListener again = await host.ListenAsync(Top, id), stranger = await host.ListenAsync(Top, "another");
        Assert.Equal("1 ann 10", await stranger.RanksAsync());
        await host.ScoreAsync("bob", "arena", 20);
        Assert.Equal("1 bob 20, 2 ann 10", await again.RanksAsync());
        Assert.Equal(1, again.Events);
    }

    [Fact]
    public async Task A_new_period_is_another_page_and_silence_is_broken_by_a_comment_now_and_then()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory);
        await host.ScoreAsync("ann", "arena", 10);
        await using LiveListener listener = await host.ListenAsync(Top);
        await listener.RanksAsync();
        for (var patience = new Patience(); listener.Comments < 2; await host.PassAsync(1))
            Assert.False(patience.IsOver, "no comment ever came");
        Assert.Equal(1, listener.Events);
        host.Clock.UtcNow = new DateTimeOffset(2026, 11, 21, 0, 0, 1, TimeSpan.Zero);
        Assert.Equal("", await listener.RanksAsync());
        Assert.Equal("2026-11-21", listener.Last.GetProperty("period").GetString());
    }

    [Fact]
    public async Task However_many_listen_a_page_is_made_once_for_each_change()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory);
        await host.ScoreAsync("ann", "arena", 10);
        LiveListener[] listeners = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.ListenAsync(Top)));
        foreach (LiveListener listener in listeners)
            Assert.Equal("1 ann 10", await listener.RanksAsync());
        await host.ScoreAsync("bob", "arena", 20);
        foreach (LiveListener listener in listeners)
            Assert.Equal("1 bob 20, 2 ann 10", await listener.RanksAsync());
        Assert.Single(listeners.Select(listener => listener.LastId).Distinct());
        Assert.Equal(2, host.Service<LiveFeeds>().Made);
        foreach (LiveListener listener in listeners)
            await listener.DisposeAsync();
        for (var patience = new Patience(); host.Service<LiveFeeds>().Listeners > 0; await Task.Delay(5, TestContext.Current.CancellationToken))
            Assert.False(patience.IsOver, "who left is still counted");
    }

    [Fact]
    public async Task Who_does_not_take_what_is_sent_is_let_go_and_holds_nobody_up()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory);
        for (int i = 0; i < 1000; i++)
            await host.ScoreAsync($"a-player-with-a-long-name-so-that-the-page-is-large-{i}", "arena", i);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync("127.0.0.1", host.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /v1/leaderboards/arena/daily/live?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n"), TestContext.Current.CancellationToken);
        await using LiveListener quick = await host.ListenAsync(Top);
        await quick.RanksAsync();
        LiveFeeds feeds = host.Service<LiveFeeds>();
        int score = 5000;
        for (var patience = new Patience(); feeds.Listeners != 1; await host.PassAsync(1))
        {
            Assert.False(patience.IsOver, $"{feeds.Listeners} still listen");
            await host.ScoreAsync("bob", "arena", ++score); // a page of 100 KB each time: some fit between here and there
        }

        await host.ScoreAsync("cid", "arena", 99_999);
        Assert.StartsWith("1 cid 99999", await quick.RanksAsync(until: "1 cid"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_listened_to_is_a_problem_and_more_than_may_listen_are_told_to_come_back()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory, settings: ("LIVE_LISTENERS", "2"));
        await host.ScoreAsync("ann", "arena", 1);
        foreach ((string path, string problem) in new[]
        {
            ("/v1/leaderboards/nowhere/daily/live", "404 unknown-board"), ("/v1/leaderboards/arena/yearly/live", "404 unknown-window"), (Top.Replace("=2", "=0", StringComparison.Ordinal), "400 invalid-parameter"),
            ("/v1/leaderboards/arena/daily/live?offset=3", "400 invalid-parameter"), (Ann.Replace("ann", "n%C3%B6", StringComparison.Ordinal), "400 invalid-parameter"),
        })
            Assert.Equal((path, problem), (path, await host.ProblemAsync(path)));
        await using LiveListener one = await host.ListenAsync(Top), two = await host.ListenAsync(Ann);
        Assert.Equal("503 unavailable", await host.ProblemAsync(Top, isDown: true));
        Assert.Equal("1 ann 1", await one.RanksAsync());
        Assert.Equal("1 ann 1", await two.RanksAsync());
        Assert.Equal(2, host.Service<LiveFeeds>().Listeners);
    }

    [Theory, Every<BoardStores>]
    public async Task A_HEAD_has_the_headers_of_a_GET_ends_with_them_and_takes_no_place_of_a_listener(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, settings: ("LIVE_LISTENERS", "1"));
        await host.ScoreAsync("ann", "arena", 1);
        foreach (string path in new[] { Top, Ann, Top })
        {
            using var raw = new TcpClient();
            await raw.ConnectAsync("127.0.0.1", host.Port, TestContext.Current.CancellationToken);
            await using NetworkStream stream = raw.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken); // to the end: the host's clock stands still
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            Assert.Contains("Content-Type: text/event-stream\r\n", answer, StringComparison.Ordinal);
            Assert.Contains("Cache-Control: no-store\r\n", answer, StringComparison.Ordinal);
            Assert.Equal(answer.Length - 4, answer.IndexOf("\r\n\r\n", StringComparison.Ordinal));
            Assert.Equal(0, host.Service<LiveFeeds>().Listeners);
        }

        Assert.Equal(404, await HeadAsync("/v1/leaderboards/arena/yearly/live"));
        await using LiveListener listener = await host.ListenAsync(Top);
        Assert.Equal("1 ann 1", await listener.RanksAsync());
        Assert.Equal(503, await HeadAsync(Top)); // as a GET would be now

        async Task<int> HeadAsync(string path)
        {
            using HttpResponseMessage answer = await host.SendAsync(HttpMethod.Head, path);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task It_ends_when_its_board_is_dropped_and_when_the_service_stops()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory);
        await host.ScoreAsync("ann", "arena", 1);
        await host.ScoreAsync("ann", "laps", 1);
        await using LiveListener arena = await host.ListenAsync(Top), laps = await host.ListenAsync("/v1/leaderboards/laps/all/live");
        await arena.RanksAsync();
        await laps.RanksAsync();
        await host.OperatorsAsync(HttpMethod.Delete, "/v1/leaderboards/arena");
        await arena.EndAsync();
        Task stopped = host.StopAsync();
        await laps.EndAsync();
        await stopped;
        Assert.True(arena.IsWhole && laps.IsWhole, "it broke off");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    public void A_limit_that_is_none_stops_the_start(string limit)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("LIVE_LISTENERS", (string?)limit)]).Build();
        Assert.StartsWith("LIVE_LISTENERS must be a whole number", Assert.Throws<SettingException>(() => LiveSettings.Read(configuration)).Message, StringComparison.Ordinal);
    }
}
