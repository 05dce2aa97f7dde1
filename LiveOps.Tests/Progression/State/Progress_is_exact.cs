using System.Text.Json;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Tests.Progression.State;

public sealed class Progress_is_exact
{
    [Theory]
    [InlineData(99, 1, 1)]
    [InlineData(100, 2, 283)]
    [InlineData(382, 2, 1)]
    [InlineData(383, 3, 520)]
    [InlineData(903, 4, 800)]
    [InlineData(1703, 5, 1118)]
    public void The_default_curve_is_the_one_of_the_design(long xp, int level, long toNext)
    {
        var state = new StateUnderTest();
        state.Apply(TestEvent.Xp("ann", xp));

        JsonElement progress = state.Progress("ann");

        Assert.Equal((level, toNext), (progress.GetProperty("level").GetInt32(), progress.GetProperty("xpToNext").GetInt64()));
    }

    [Fact]
    public void Xp_stays_at_2_to_the_53_and_levels_go_on_until_there()
    {
        var state = new StateUnderTest();
        for (int i = 0; i < 3; i++)
            state.Apply(TestEvent.Xp("ann", 1L << 53));
        state.Apply(TestEvent.Kill("ann", "dragon"));

        JsonElement progress = state.Progress("ann");

        Assert.Equal(1L << 53, progress.GetProperty("xp").GetInt64());
        Assert.InRange(progress.GetProperty("level").GetInt32(), 500_000, LevelTable.MaxLevels);
        Assert.Equal(1, progress.GetProperty("bossKills").GetProperty("dragon").GetInt32());
    }

    [Fact]
    public void Nothing_that_is_not_positive_takes_anything_away()
    {
        var state = new StateUnderTest();
        state.Apply(TestEvent.Xp("ann", 150), TestEvent.Item("ann", "sword", 2), TestEvent.Xp("ann", -100), TestEvent.Item("ann", "sword", -1), TestEvent.Item("ann", "bow", 0));

        JsonElement progress = state.Progress("ann");

        Assert.Equal(150, progress.GetProperty("xp").GetInt64());
        Assert.Equal("""{"sword":2}""", progress.GetProperty("items").GetRawText());
    }

    [Fact]
    public void Items_stay_at_their_cap_and_a_lower_cap_takes_none_away()
    {
        var state = new StateUnderTest("""{ "items": { "caps": { "sword": 10 } } }""");
        state.Apply(TestEvent.Item("ann", "sword", 8), TestEvent.Item("ann", "sword", 8), TestEvent.Item("ben", "sword", 8));
        state.ChangeRules("""{ "items": { "caps": { "sword": 5 } } }""");
        state.Apply(TestEvent.Item("ann", "sword", 1), TestEvent.Item("ben", "sword", 1), TestEvent.Item("cid", "sword", 9));

        Assert.Equal([10, 8, 5], new[] { "ann", "ben", "cid" }.Select(player => state.Progress(player).GetProperty("items").GetProperty("sword").GetInt64()));
    }

    [Fact]
    public void Past_the_limits_of_names_kills_have_their_xp_but_no_name()
    {
        var state = new StateUnderTest("""
            {
              "bosses": { "maxNamesPerPlayer": 2, "maxNames": 3 },
              "items": { "maxNamesPerPlayer": 1 },
              "rewards": [{ "reward": "first:{bossId}", "when": [{ "firstKill": "*" }] }, { "reward": "three", "when": [{ "kills": 3 }] }]
            }
            """);
        state.Apply(TestEvent.Kill("ann", "a"), TestEvent.Kill("ann", "b"), TestEvent.Kill("ann", "c"), TestEvent.Kill("ann", "a"));
        state.Apply(TestEvent.Kill("ben", "d"), TestEvent.Kill("ben", "e"), TestEvent.Item("ben", "x", 1), TestEvent.Item("ben", "y", 1));

        Assert.Equal(2000, state.Progress("ann").GetProperty("xp").GetInt64());
        Assert.Equal("""{"a":2,"b":1}""", state.Progress("ann").GetProperty("bossKills").GetRawText());
        Assert.Equal(["first:a", "first:b", "three"], state.Rewards("ann"));
        Assert.Equal(1000, state.Progress("ben").GetProperty("xp").GetInt64());
        Assert.Equal("""{"d":1}""", state.Progress("ben").GetProperty("bossKills").GetRawText());
        Assert.Equal("""{"x":1}""", state.Progress("ben").GetProperty("items").GetRawText());
    }

    [Fact]
    public void Names_that_only_an_erased_player_used_make_room_for_others()
    {
        var state = new StateUnderTest("""{ "bosses": { "maxNames": 2 } }""");
        state.Apply(TestEvent.Kill("eve", "junk-1"), TestEvent.Kill("eve", "junk-2"), TestEvent.Kill("ann", "dragon"));
        state.Erase("eve");
        state.Apply(TestEvent.Kill("ann", "dragon"), TestEvent.Kill("ann", "lich"));

        Assert.Equal("""{"dragon":1,"lich":1}""", state.Progress("ann").GetProperty("bossKills").GetRawText());
    }

    [Fact]
    public void The_time_is_that_of_the_newest_event_however_they_arrive()
    {
        var state = new StateUnderTest();
        state.ApplyAt(TestEvent.Start + TimeSpan.TicksPerHour, TestEvent.Xp("ann", 1));
        state.ApplyAt(TestEvent.Start, TestEvent.Xp("ann", 1));

        Assert.Equal("2026-11-20T13:00:00Z", state.Progress("ann").GetProperty("updatedAt").GetString());
    }

    [Fact]
    public void Applied_ids_are_remembered_for_half_the_time_at_least_and_not_past_it()
    {
        var state = new StateUnderTest(dedupe: new DedupeSettings(TimeSpan.FromHours(2), 1_000));
        TestEvent first = TestEvent.Xp("ann", 1);
        state.Apply(first);
        state.ApplyAt(TestEvent.Start + TimeSpan.TicksPerHour - 1, first);
        Assert.Equal(1, state.Progress("ann").GetProperty("xp").GetInt64());

        state.ApplyAt(TestEvent.Start + TimeSpan.TicksPerHour, TestEvent.Xp("ann", 1));
        state.ApplyAt(TestEvent.Start + 2 * TimeSpan.TicksPerHour, TestEvent.Xp("ann", 1));
        state.ApplyAt(TestEvent.Start + 3 * TimeSpan.TicksPerHour, first);
        Assert.Equal(4, state.Progress("ann").GetProperty("xp").GetInt64());
    }
}
