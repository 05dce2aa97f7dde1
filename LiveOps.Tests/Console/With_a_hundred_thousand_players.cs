using System.Globalization;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>Pages that many players are behind.</summary>
public sealed class With_a_hundred_thousand_players
{
    private const int Players = 100_000, Batch = 1_000;

    [Fact]
    public async Task One_is_found_among_them_their_board_is_read_to_its_end_and_one_in_the_middle_is_hidden()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        for (int first = 0; first < Players; first += Batch)
            await live.AcceptAsync([.. Enumerable.Range(first, Batch).Select(n => live.Score(Name(n), "arena", 1 + n))]);
        await live.AcceptAsync([.. Enumerable.Range(0, 500).Select(n => live.Xp(Name(n * 200), 250))]);
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", board => board.GetProperty("total").GetInt32() == Players);
        await live.EventuallyAsync("progression", $"/v1/players/{Name(99_800)}", player => player.GetProperty("xp").GetInt64() == 250);
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(live);

        string found = await ann.PageAsync("/players?prefix=player-0500");
        Assert.Contains($"href=\"/players/{Name(50_000)}\"", found, StringComparison.Ordinal);
        Assert.DoesNotContain(Name(49_800), found, StringComparison.Ordinal);
        Assert.Contains("100,000", await ann.PageAsync("/boards/arena/all"), StringComparison.Ordinal);
        Assert.Contains("50,000", await ann.PageAsync($"/players/{Name(50_000)}"), StringComparison.Ordinal);
        Assert.Equal($"/players/{Name(50_000)}?done=hidden", await ann.DoAsync($"/players/{Name(50_000)}", $"/players/{Name(50_000)}/hide", ("reason", "looked at")));
        Assert.Equal(Players - 1, (await live.JsonAsync("leaderboard", "/v1/leaderboards/arena/all")).GetProperty("total").GetInt32());
    }

    private static string Name(int n) => "player-" + n.ToString("000000", CultureInfo.InvariantCulture);
}
