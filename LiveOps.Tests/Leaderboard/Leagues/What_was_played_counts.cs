using System.Text;
using LiveOps.Core.Notices;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Memory;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>Whatever operators do while a season runs, nobody falls or rises by it who should not.</summary>
public sealed class What_was_played_counts
{
    private const string Boards = """{ "boards": { "ladder": { "windows": ["daily"], "graceSeconds": 300 } } }""";

    private readonly LeaguesUnderTest _leagues = new(Boards, Document());

    private static string Document(string divisions = "\"bronze\", \"silver\", \"gold\"", int relegate = 0, string board = "ladder") => $$"""
        { "leagues": { "arena": { "board": "{{board}}", "window": "daily", "cohortSize": 3, "divisions": [{{divisions}}], "promote": 1, "relegate": {{relegate}}, "absent": "fall",
            "rewards": [{ "ranks": "1", "reward": "gold" }] } } }
        """;

    [Fact]
    public void Of_a_day_in_parts_only_who_is_in_none_of_them_is_absent_and_that_once()
    {
        Rise("ann", "bob", "cid");
        _leagues.Score("ann", 1);
        Assert.True(_leagues.EndEarly());
        _leagues.Pass(TimeSpan.FromMinutes(6));
        Assert.Equal("gold silver silver", Divisions("ann", "bob", "cid")); // nobody is absent yet
        _leagues.Score("bob", 1);
        Assert.True(_leagues.EndEarly());
        _leagues.Pass(TimeSpan.FromMinutes(6));
        _leagues.Save();
        _leagues.Restart();
        Tomorrow();
        Assert.Equal("gold gold bronze", Divisions("ann", "bob", "cid"));
        Assert.Equal(["2026-11-21 1 1 1 0 0", "2026-11-21~2 1 1 1 0 0", "2026-11-21~3 0 0 0 0 1"], _leagues.Past()[1..]); // nobody scored in what was left of it
    }

    [Fact]
    public void A_league_taken_out_and_put_back_goes_on_with_the_season_that_runs()
    {
        Rise("ann", "bob");
        _leagues.Score("ann", 5);
        _leagues.Rest();
        _leagues.Score("bob", 9);
        _leagues.Save();
        _leagues.Restart();
        _leagues.Rule(Document());
        _leagues.Score("dan", 1);
        Assert.Equal(["2026-11-21 silver: ann 5", "2026-11-21 bronze: dan 1"], _leagues.Tables());
        Tomorrow();
        Assert.Equal("gold silver silver", Divisions("ann", "bob", "dan")); // bob scored, and is not absent
    }

    [Fact]
    public void A_season_that_closes_while_its_league_is_out_moves_nobody_and_the_next_one_begins_when_it_is_back()
    {
        Rise("ann");
        _leagues.Score("ann", 5);
        _leagues.Pass(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(2)); // past midnight, in the grace
        _leagues.Score("ann", 7);
        _leagues.Rest();
        _leagues.Pass(TimeSpan.FromMinutes(10));
        _leagues.Rule(Document());
        Assert.Equal("silver", Divisions("ann"));
        Assert.Equal(["2026-11-22 silver: ann 7"], _leagues.Tables());
        Assert.Single(_leagues.Past());
        _leagues.Rest();
        _leagues.Rule(Document(board: "other"));
        Assert.Empty(_leagues.Tables());
    }

    [Fact]
    public void A_division_put_below_while_a_season_runs_takes_nobody_out_of_the_one_of_their_table()
    {
        foreach ((string player, long score) in new[] { ("ann", 3L), ("bob", 2), ("cid", 1) })
            _leagues.Score(player, score);
        _leagues.Rule(Document("\"iron\", \"bronze\", \"silver\"", relegate: 1));
        Tomorrow();
        Assert.Equal("silver bronze iron", Divisions("ann", "bob", "cid"));
        Assert.Equal("iron", Divisions("dan"));
    }

    [Fact]
    public void A_late_score_opens_no_season_before_one_that_has_begun()
    {
        _leagues.Pass(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(1)); // a minute past midnight, and nobody scored yesterday
        _leagues.Score("ann", 5);
        _leagues.Score("ann", 9, TimeSpan.FromMinutes(2));
        Assert.Equal(["2026-11-21 bronze: ann 5"], _leagues.Tables());
        _leagues.Pass(TimeSpan.FromMinutes(5));
        Assert.Empty(_leagues.Past());
        Assert.Equal("bronze", Divisions("ann"));
    }

    [Fact]
    public void Whoever_is_hidden_does_not_fall()
    {
        Rise("ann", "bob");
        _leagues.Hide("ann");
        _leagues.Score("cid", 1);
        Tomorrow();
        Assert.Equal("silver bronze", Divisions("ann", "bob"));
    }

    [Fact]
    public void A_season_of_a_name_that_is_past_pays_under_another()
    {
        _leagues.Score("ann", 5);
        Assert.True(_leagues.EndEarly());
        _leagues.Pass(TimeSpan.FromMinutes(6));
        _leagues.Drop();
        _leagues.Score("ann", 5);
        Tomorrow();
        _leagues.Tell();
        Assert.Equal(["arena.gold:2026-11-20 ann", "arena.gold:2026-11-20..2 ann"], _leagues.Earned);
    }

    [Fact]
    public void Who_moves_is_told_to_whoever_wants_to_know_and_nobody_who_was_erased()
    {
        Rise("cid");
        _leagues.Want(NoticeType.LeagueMoved);
        _leagues.Score("ann", 5);
        Tomorrow();
        string[] told = ["ann {\"playerId\":\"ann\",\"league\":\"arena\",\"period\":\"2026-11-21\",\"from\":\"bronze\",\"to\":\"silver\",\"change\":\"promoted\"}",
            "cid {\"playerId\":\"cid\",\"league\":\"arena\",\"period\":\"2026-11-21\",\"from\":\"silver\",\"to\":\"bronze\",\"change\":\"fallen\"}"];
        Assert.Equal(told, _leagues.Notices());
        _leagues.Restart();
        Assert.Equal(told, _leagues.Notices());
        _leagues.Erase("ann");
        Assert.Equal([" {}", told[1], "ann {}"], _leagues.Notices()); // the last tells the gateway to forget what is on its way
    }

    [Fact]
    public async Task What_a_document_does_is_told()
    {
        _leagues.Score("ann", 5);
        Assert.Equal(
            [
                "season 2026-11-20 of arena, with 1 players, rests: nobody joins it, and unless the league is there again before it closes, nobody moves or earns anything; who is in which division is kept",
            ],
            await TellAsync("{}"));
        Assert.Equal(
            [
                "division bronze of arena is gone: whoever is in it is in the one at its place, or in the highest there is",
                "the lowest division of arena is iron, not bronze: whoever has never risen is in it, but for the players of tables that are formed, who move from the division of their table when the season closes",
            ],
            await TellAsync(Document("\"iron\", \"silver\", \"gold\"")));
        Assert.Equal("arena is of the board none, which is not there yet: it comes with the first score on it", (await TellAsync(Document(board: "none")))[^1]);
        Assert.Equal("arena is of the weekly window of ladder, which has none: nobody plays until it has", (await TellAsync(Document().Replace("daily", "weekly", StringComparison.Ordinal)))[^1]);

        async Task<IReadOnlyList<string>> TellAsync(string document) =>
            await new MemoryLeagueEffects(_leagues.State).TellAsync(LeaguesReader.Read(Encoding.UTF8.GetBytes(document)), _leagues.Now, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("arena", "1", "a.b", "reward may have neither a dot nor a colon: players would know it by a name that another reward may have")]
    [InlineData("arena", "1", "a:b", "reward may have neither a dot nor a colon: players would know it by a name that another reward may have")]
    [InlineData("ladder.weekly", "1", "gold", "ladder.weekly is no league's name: its rewards would be called as those of a board's window")]
    [InlineData("arena", "2-4", "gold", "ranks must be a rank, as 1, or a first and a last, as 2-10, up to 3")]
    [InlineData("arena", "1-2", "first", "ranks give first twice for a rank")]
    public void What_would_be_granted_twice_or_to_nobody_is_refused(string league, string ranks, string reward, string why)
    {
        string document = Document().Replace("arena", league, StringComparison.Ordinal)
            .Replace("""{ "ranks": "1", "reward": "gold" }""", $$"""{ "ranks": "1", "reward": "first" }, { "ranks": "{{ranks}}", "reward": "{{reward}}" }""", StringComparison.Ordinal);
        Assert.Contains(why, Assert.Throws<PolicyException>(() => LeaguesReader.Read(Encoding.UTF8.GetBytes(document))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_gives_no_rank_a_reward_twice_either() => Assert.Contains(
        "ranks give gold twice for a rank",
        Assert.Throws<PolicyException>(() => LeaderboardPolicyReader.Read(
            """{ "boards": { "ladder": { "rewards": [{ "window": "daily", "ranks": "1-3", "reward": "gold" }, { "window": "weekly", "ranks": "2", "reward": "gold" }, { "window": "daily", "ranks": "3-5", "reward": "gold" }] } } }"""u8)).Message,
        StringComparison.Ordinal);

    // Each is first on a day of their own, and then it is the next day.
    private void Rise(params string[] players)
    {
        string[] before = [.. players.SelectMany(player => new[] { player, $"{player}-2", $"{player}-3" })];
        for (int at = 0; at < before.Length; at++)
            _leagues.Score(before[at], at % 3 == 0 ? 9 : 1);
        Tomorrow();
    }

    private void Tomorrow() => _leagues.Pass(TimeSpan.FromHours(24));

    private string Divisions(params string[] players) => string.Join(' ', players.Select(player => _leagues.Division(player)));
}
