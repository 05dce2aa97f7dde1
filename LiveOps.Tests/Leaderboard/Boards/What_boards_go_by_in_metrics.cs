using System.Text;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Boards;

public sealed class What_boards_go_by_in_metrics
{
    [Fact]
    public void A_hundred_go_by_their_name_those_of_the_policy_first_and_the_others_as_they_were_made()
    {
        var labels = new BoardLabels();
        labels.See(Naming("z-named", "not-there"), [.. Enumerable.Range(0, 150).Select(i => $"b{i}"), "z-named"]);
        string[] asked = [.. Enumerable.Range(0, 150).Select(i => $"b{i}"), "z-named", "not-there"];
        string[] expected = [.. Enumerable.Range(0, 99).Select(i => $"b{i}"), .. Enumerable.Repeat("other", 51), "z-named", "other"];
        Assert.Equal(expected, asked.Select(labels.For));
    }

    [Fact]
    public void A_board_goes_by_the_same_as_long_as_the_process_runs()
    {
        var labels = new BoardLabels();
        labels.See(Naming("first"), ["first", "second"]);
        labels.See(Naming("later"), Enumerable.Range(0, 200).Select(i => $"b{i}").Append("later")); // first and second are dropped, or named no more
        Assert.Equal(["first", "second", "later", "b0", "b96", "other"], new[] { "first", "second", "later", "b0", "b96", "b97" }.Select(labels.For));
        labels.See(Naming("b97", "new"), ["b97", "new"]);
        Assert.Equal(["other", "other", "b0"], new[] { "b97", "new", "b0" }.Select(labels.For));
    }

    [Theory, Every<BoardStores>]
    public async Task A_dropped_board_s_scores_stay_counted_under_its_name(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        await host.ScoreAsync("ann", "arena", 1);
        await host.ScoreAsync("bob", "arena", 2);
        string[] expected = ["""leaderboard_updates_total{board="arena"} 2"""];
        await AssertAsync();
        await host.OperatorsAsync(HttpMethod.Delete, "/v1/leaderboards/arena");
        await AssertAsync();
        await host.ScoreAsync("ann", "arena", 3);
        expected = ["""leaderboard_updates_total{board="arena"} 3"""];
        await AssertAsync();

        async Task AssertAsync() =>
            Assert.Equal(expected, (await host.TextAsync("/metrics")).Split('\n').Where(line => line.StartsWith("leaderboard_updates_total{", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal)));
    }

    private static LeaderboardPolicy Naming(params string[] boards) =>
        LeaderboardPolicyReader.Read(Encoding.UTF8.GetBytes($$"""{"boards":{ {{string.Join(',', boards.Select(board => $"\"{board}\":{{}}"))}} } }"""));
}
