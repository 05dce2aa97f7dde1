using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Boards;

public sealed class Scores_and_ties
{
    private const string Policy = """
        {"boards":{
          "best":{"operator":"best"},"last":{"operator":"last"},"sum":{"operator":"sum"},
          "best-asc":{"operator":"best","order":"asc"},"last-asc":{"operator":"last","order":"asc"},"sum-asc":{"operator":"sum","order":"asc"}}}
        """;

    [Theory, Every<BoardStores>]
    public async Task Each_operator_and_order_ranks_as_its_name_says(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        foreach ((string board, string ranks) in new[]
        {
            ("best", "1 ann 9, 2 bob 5"),
            ("last", "1 bob 5, 2 ann 2"),
            ("sum", "1 ann 11, 2 bob 8"),
            ("best-asc", "1 ann 2, 2 bob 3"),
            ("last-asc", "1 ann 2, 2 bob 5"),
            ("sum-asc", "1 bob 8, 2 ann 11"),
        })
        {
            await host.ScoreAsync("ann", board, 9);
            await host.ScoreAsync("bob", board, 3);
            await host.ScoreAsync("ann", board, 2);
            await host.ScoreAsync("bob", board, 5);
            foreach (string window in new[] { "daily", "weekly", "seasonal", "all" })
                Assert.Equal((board, ranks), (board, await host.RanksAsync($"/v1/leaderboards/{board}/{window}")));
        }
    }

    [Theory]
    [Every<BoardStores>("best")]
    [Every<BoardStores>("best-asc")]
    [Every<BoardStores>("last")]
    public async Task Whoever_reached_the_score_first_ranks_higher_and_writing_it_again_changes_nothing(string board, BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        await host.ScoreAsync("ann", board, 5);
        await host.ScoreAsync("bob", board, 5, occurred: host.Clock.UtcNow.AddHours(-5)); // an older clock is no better
        await host.ScoreAsync("cid", board, 5);
        string before = await host.TextAsync($"/v1/leaderboards/{board}/all");
        await host.ScoreAsync("ann", board, 5);
        await host.ScoreAsync("bob", board, 5);
        Assert.Equal("1 ann 5, 2 bob 5, 3 cid 5", await host.RanksAsync($"/v1/leaderboards/{board}/all"));
        Assert.Equal(before, await host.TextAsync($"/v1/leaderboards/{board}/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task An_events_id_is_its_players(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        await host.ScoreAsync("ann", "best", 5, id: "evt-1");
        await host.ScoreAsync("bob", "best", 7, id: "evt-1");
        await host.ScoreAsync("ann", "best", 9, id: "evt-1");
        Assert.Equal("1 bob 7, 2 ann 5", await host.RanksAsync("/v1/leaderboards/best/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_worse_score_leaves_the_best_where_it_was(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        await host.ScoreAsync("ann", "best", 5);
        await host.ScoreAsync("bob", "best", 5);
        await host.ScoreAsync("ann", "best", 4);
        Assert.Equal("1 ann 5, 2 bob 5", await host.RanksAsync("/v1/leaderboards/best/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task After_a_sum_the_tie_goes_to_whoever_reached_the_sum_first_and_adding_nothing_is_no_change(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        await host.ScoreAsync("ann", "sum", 1);
        await host.ScoreAsync("bob", "sum", 10);
        await host.ScoreAsync("ann", "sum", 9);
        Assert.Equal("1 bob 10, 2 ann 10", await host.RanksAsync("/v1/leaderboards/sum/all"));
        await host.ScoreAsync("bob", "sum", 0);
        Assert.Equal("1 bob 10, 2 ann 10", await host.RanksAsync("/v1/leaderboards/sum/all"));
        await host.ScoreAsync("bob", "sum", 5);
        await host.ScoreAsync("bob", "sum", -5); // back at 10, but later than ann now
        Assert.Equal("1 ann 10, 2 bob 10", await host.RanksAsync("/v1/leaderboards/sum/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task Scores_are_exact_to_two_to_the_53rd_and_sums_stop_there(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        const long Most = 1L << 53;
        await host.ScoreAsync("max", "best", Most);
        await host.ScoreAsync("one-less", "best", Most - 1);
        await host.ScoreAsync("min", "best", -Most);
        await host.ScoreAsync("one-more", "best", -Most + 1);
        Assert.Equal(
            "1 max 9007199254740992, 2 one-less 9007199254740991, 3 one-more -9007199254740991, 4 min -9007199254740992",
            await host.RanksAsync("/v1/leaderboards/best/all"));
        await host.ScoreAsync("ann", "sum", Most);
        await host.ScoreAsync("bob", "sum", Most);
        await host.ScoreAsync("ann", "sum", Most); // is there already: no change, so ann stays first
        await host.ScoreAsync("cid", "sum", -Most);
        await host.ScoreAsync("cid", "sum", -1);
        Assert.Equal("1 ann 9007199254740992, 2 bob 9007199254740992, 3 cid -9007199254740992", await host.RanksAsync("/v1/leaderboards/sum/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task An_event_counts_once_however_often_it_comes_also_after_a_restart(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        await host.ScoreAsync("ann", "sum", 3, id: "the-event");
        await host.ScoreAsync("ann", "sum", 3, id: "the-event");
        await host.RestartAsync();
        await host.ScoreAsync("ann", "sum", 3, id: "the-event");
        Assert.Equal("1 ann 3", await host.RanksAsync("/v1/leaderboards/sum/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task Only_as_many_boards_are_made_as_the_policy_allows_and_named_ones_have_their_place(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"maxBoards":3,"boards":{"arena":{}}}""");
        for (int i = 0; i < 10; i++)
            await host.ScoreAsync("eve", $"made-up-{i}", 1);
        await host.ScoreAsync("ann", "arena", 1);
        Assert.Equal("1 ann 1", await host.RanksAsync("/v1/leaderboards/arena/all"));
        Assert.Equal("404 unknown-board", await host.ProblemAsync("/v1/leaderboards/made-up-2/all"));
        string metrics = await host.TextAsync("/metrics");
        Assert.Contains("leaderboard_refused_scores_total 8", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_updates_total{board="arena"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_updates_total{board="made-up-1"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_players{board="arena",window="daily"} 1""", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-2", metrics, StringComparison.Ordinal);
    }

    [Theory, Every<BoardStores>]
    public async Task A_hundred_boards_go_by_their_name_in_metrics_and_those_that_the_policy_names_go_first(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Naming("a-first", "z-last"));
        await host.ScoreAsync("ann", "a-first", 1);
        await host.ScoreAsync("ann", "z-last", 1);
        string metrics = await host.TextAsync("/metrics");
        Assert.Contains("""leaderboard_updates_total{board="a-first"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_updates_total{board="other"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_players{board="a-first",window="all"} 1""", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("z-last", metrics, StringComparison.Ordinal);

        await host.RestartAsync(() => host.WritePolicy(Naming("z-last")));

        await host.ScoreAsync("bob", "a-first", 1);
        metrics = await host.TextAsync("/metrics");
        Assert.DoesNotContain("a-first", metrics, StringComparison.Ordinal);
        Assert.Contains("""leaderboard_players{board="other",window="all"} 3""", metrics, StringComparison.Ordinal);

        static string Naming(params string[] boards) => $$"""{"boards":{ {{string.Join(',', Enumerable.Range(0, 99).Select(i => $"b{i}").Concat(boards).Append("m-other").Select(board => $"\"{board}\":{{}}"))}} } }""";
    }
}
