using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cli;

/// <summary><c>liveops board</c>, <c>player</c>, <c>tail</c>, <c>export</c>, <c>compare</c>.</summary>
[Collection(CliWorld.Alone)]
public sealed class Boards_and_players_on_the_command_line(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_board_is_shown_as_columns_and_as_the_services_own_JSON()
    {
        await BoardAsync("shown", ("s-1", 30), ("s-2", 20), ("s-3", 10));

        CliRun table = (await CliWorld.RunAsync(_live, "board", "shown", "--limit", "2")).Ends(0);
        CliRun around = (await CliWorld.RunAsync(_live, "board", "shown", "--around", "s-3", "--json", "--window", "all")).Ends(0);
        CliRun boards = (await CliWorld.RunAsync(_live, "board")).Ends(0);

        string[][] cells = [.. table.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Length > 0)];
        Assert.Equal(["rank", "player", "score", "achieved", "at"], cells[0]);
        Assert.Equal([["1", "s-1", "30"], ["2", "s-2", "20"]], cells[1..].Select(line => line[..3]));
        Assert.DoesNotContain('\e', table.Out);
        Assert.Equal("s-3", around.Json.GetProperty("entries").EnumerateArray().Last().GetProperty("playerId").GetString());
        Assert.Contains("shown", boards.Out, StringComparison.Ordinal);
        CliRun none = (await CliWorld.RunAsync(_live, "board", "no-such-board")).Ends(1);
        Assert.Contains("unknown-board", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_player_is_shown_with_progress_ranks_and_standing()
    {
        await BoardAsync("seen", ("seen-1", 5));
        await _live.AcceptAsync(_live.Boss("seen-1", "dragon"));
        await _live.EventuallyAsync("progression", "/v1/players/seen-1", player => player.GetProperty("xp").GetInt64() == 500);

        CliRun table = (await CliWorld.RunAsync(_live, "player", "seen-1")).Ends(0);
        CliRun json = (await CliWorld.RunAsync(_live, "player", "seen-1", "--json")).Ends(0);

        Assert.All(["dragon", "first-kill:dragon", "claimable", "seen", "ok"], word => Assert.Contains(word, table.Out, StringComparison.Ordinal));
        Assert.Equal(500, json.Json.GetProperty("progress").GetProperty("xp").GetInt64());
    }

    [Fact]
    public async Task Ranks_are_followed_until_it_is_interrupted()
    {
        await BoardAsync("tailed", ("t-1", 10), ("t-2", 5));
        using var ended = new CancellationTokenSource(Patience.Whole);
        CliRun one = (await CliWorld.RunAsync(_live, "tail", "tailed", "--count", "1", "--json")).Ends(0);
        Task<CliRun> following = CliWorld.RunAsync(CliWorld.Settings(_live), "", ended.Token, "tail", "tailed", "--window", "all", "--count", "2");
        Task<CliRun> redrawn = CliWorld.RunAsync(CliWorld.Settings(_live), "", ended.Token, "board", "tailed", "--follow", "--every", "1");
        for (int score = 20; !following.IsCompleted; score++)
        {
            await _live.AcceptAsync(_live.Score("t-2", "tailed", score));
            await Task.WhenAny(following, Task.Delay(200));
        }

        CliRun followed = (await following).Ends(0);
        await ended.CancelAsync();
        (await redrawn).Ends(0);

        Assert.Equal(["t-1", "t-2"], one.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("playerId").GetString()));
        Assert.Contains("t-2", followed.Out, StringComparison.Ordinal);
        (await CliWorld.RunAsync(_live, "tail", "no-such-board")).Ends(1);
    }

    [Fact]
    public async Task A_board_that_is_exported_is_whole_in_every_form()
    {
        using var folder = new TempFolder();
        string csv = folder.File("b.csv"), parquet = folder.File("b.parquet");
        await BoardAsync("exported", [.. Enumerable.Range(0, 1200).Select(i => ($"x-{i}", 5000L - i))]);

        CliRun lines = (await CliWorld.RunAsync(_live, "export", "board", "exported", "--json")).Ends(0);
        (await CliWorld.RunAsync(_live, "export", "board", "exported", "--out", csv)).Ends(0);
        CliRun told = (await CliWorld.RunAsync(_live, "export", "board", "exported", "--out", parquet, "--json")).Ends(0);

        string[] rows = lines.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1200, rows.Length);
        Assert.Equal(("x-1199", 1200, 3801), (JsonElement.Parse(rows[^1]).GetProperty("playerId").GetString(), JsonElement.Parse(rows[^1]).GetProperty("rank").GetInt32(), JsonElement.Parse(rows[^1]).GetProperty("score").GetInt32()));
        string[] text = File.ReadAllLines(csv);
        Assert.Equal((1201, "board,window,period,rank,playerId,score,achievedAt"), (text.Length, text[0]));
        Assert.StartsWith("exported,all,all,1,x-0,5000,2", text[1], StringComparison.Ordinal);
        Assert.Equal(1200, told.Json.GetProperty("rows").GetInt32());
        await using (FileStream file = File.OpenRead(parquet))
        {
            await using Parquet.ParquetReader reader = await Parquet.ParquetReader.CreateAsync(file);
            Assert.Equal(["board", "window", "period", "rank", "playerId", "score", "achievedAt"], reader.Schema.DataFields.Select(field => field.Name));
            Assert.Equal(1200, reader.Metadata!.NumRows);
        }

        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(csv)!).Length);
        (await CliWorld.RunAsync(_live, "export", "board", "exported", "--format", "parquet")).Ends(2);
        (await CliWorld.RunAsync(_live, "export", "board", "none-of-this", "--out", csv + "2")).Ends(1);
        Assert.False(File.Exists(csv + "2"));
    }

    [Fact]
    public async Task A_board_is_compared_with_what_an_existing_backend_has()
    {
        using var folder = new TempFolder();
        await BoardAsync("compared", ("c-1", 30), ("c-2", 20), ("c-4", 1));
        File.WriteAllText(folder.File("same.csv"), "playerId,score\nc-1,30\nc-2,20\nc-4,1\nc-1,10\n");
        File.WriteAllText(folder.File("other.csv"), "playerId,score\nc-1,30\nc-2,21\nc-3,1\n");

        CliRun same = (await CliWorld.RunAsync(_live, "compare", "compared", folder.File("same.csv"), "--set", "board=compared")).Ends(0);
        CliRun other = (await CliWorld.RunAsync(_live, "compare", "compared", folder.File("other.csv"), "--set", "board=compared", "--json")).Ends(1);

        Assert.Contains("alike: every player", same.Out, StringComparison.Ordinal);
        Assert.Equal(("52", "51", false), (other.Json.GetProperty("file").GetProperty("sum").GetString(), other.Json.GetProperty("board").GetProperty("sum").GetString(), other.Json.GetProperty("topAlike").GetBoolean()));
        Assert.Equal((1, 1, 1), (other.Json.GetProperty("onlyInFile").GetInt32(), other.Json.GetProperty("onlyOnBoard").GetInt32(), other.Json.GetProperty("otherScore").GetInt32()));
        Assert.Equal(["c-2", "c-3", "c-4"], other.Json.GetProperty("differences").EnumerateArray().Select(one => one.GetProperty("playerId").GetString()));
    }

    [Fact]
    public async Task Events_of_several_counters_are_not_added_into_one_standing()
    {
        using var folder = new TempFolder();
        await BoardAsync("counted", ("k-1", 30));
        File.WriteAllText(folder.File("two.csv"), "playerId,counter,amount\nk-1,kills,10\nk-1,races,5\nk-1,kills,20\n");

        CliRun which = (await CliWorld.RunAsync(_live, "compare", "counted", folder.File("two.csv"), "--keep", "sum")).Ends(2);
        (await CliWorld.RunAsync(_live, "compare", "counted", folder.File("two.csv"), "--keep", "sum", "--counter", "kills")).Ends(0);
        (await CliWorld.RunAsync(_live, "compare", "counted", folder.File("two.csv"), "--keep", "sum", "--counter", "races")).Ends(1);

        Assert.Contains("--counter", which.Error, StringComparison.Ordinal);
    }

    private async Task BoardAsync(string board, params (string Player, long Score)[] scores)
    {
        foreach ((string Player, long Score)[] part in scores.Chunk(900))
            await _live.AcceptAsync([.. part.Select(one => _live.Score(one.Player, board, one.Score))]);
        await _live.EventuallyAsync("leaderboard", $"/v1/leaderboards/{board}/all", page => page.GetProperty("total").GetInt32() == scores.Length);
    }
}
