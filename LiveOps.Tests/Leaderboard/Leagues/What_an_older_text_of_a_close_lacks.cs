using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Sql;

namespace LiveOps.Tests.Leaderboard.Leagues;

public sealed class What_an_older_text_of_a_close_lacks
{
    [Fact]
    public void Has_its_default()
    {
        LeagueRules rules = LeagueToClose.Read("""{"Name":"2026-W48","Rules":{"Board":"arena","Divisions":["bronze","silver"],"Promote":3}}""").Rules!;

        Assert.Equal((WindowKind.Weekly, 50, 3, 0), (rules.Window, rules.CohortSize, rules.Promote, rules.Relegate));
        Assert.Empty(rules.Rewards);
    }

    [Fact]
    public void And_what_is_written_is_read_as_it_was()
    {
        var rules = new LeagueRules { Board = "arena", Divisions = ["bronze"], Window = WindowKind.Daily, CohortSize = 7, Rewards = [new RankReward(1, 2, "crown")] };

        LeagueRules read = LeagueToClose.Read(new LeagueToClose("2026-11-30", 1, 2, false, true, 3, true, rules).ToText()).Rules!;

        Assert.Equal((WindowKind.Daily, 7, "arena"), (read.Window, read.CohortSize, read.Board));
        Assert.Equal(rules.Rewards, read.Rewards);
    }
}
