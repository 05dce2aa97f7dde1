using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LiveOps.Core.Events;

namespace LiveOps.Tests.Progression.State;

public sealed class Folding_matches_a_simple_model
{
    private const string Rules = """
        {
          "levels": { "table": [100, 200, 400, 800, 1600] },
          "bosses": { "defaultXp": 50, "xp": { "b1": 300 } },
          "items": { "caps": { "i1": 25 } },
          "counters": { "caps": { "c1": 30 } },
          "rewards": [
            { "reward": "first:{bossId}", "when": [{ "firstKill": "*" }] },
            { "reward": "third:{bossId}", "when": [{ "kills": 3, "boss": "*" }, { "level": 3 }] },
            { "reward": "veteran:{bossId}", "when": [{ "firstKill": "*" }, { "kills": 4 }] },
            { "reward": "after-b0:{bossId}", "when": [{ "firstKill": "*" }, { "kills": 2, "boss": "b0" }] },
            { "reward": "two-of-b0", "when": [{ "kills": 2, "boss": "b0" }] },
            { "reward": "hunter", "when": [{ "kills": 5 }] },
            { "reward": "rich", "when": [{ "items": 20, "item": "i1" }, { "items": 5, "item": "i0" }] },
            { "reward": "all-round", "when": [{ "level": 4 }, { "firstKill": "b1" }, { "items": 1, "item": "i2" }] },
            { "reward": "racer", "when": [{ "count": 25, "counter": "c1" }, { "count": 10, "counter": "c0" }] },
            { "reward": "runner", "when": [{ "count": 12, "counter": "c2" }] },
            { "reward": "top", "when": [{ "level": 6 }] }
          ]
        }
        """;

    private static readonly long[] Steps = [100, 200, 400, 800, 1600];

    [Fact]
    public void In_any_order_with_duplicates_and_a_restart_in_the_middle()
    {
        Gen<int> one = Gen.Choose(0, 1 << 20);
        Prop.ForAll(one.ArrayOf(60).ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (seeds, order) =>
        {
            TestEvent[] events = [.. seeds.Select((seed, i) => Event(seed, i))];
            var random = new Random(order);
            TestEvent[] arrivals = [.. events, .. events.Where(_ => random.Next(3) == 0)];
            random.Shuffle(arrivals);

            var state = new StateUnderTest(Rules);
            int restart = random.Next(arrivals.Length);
            for (int at = 0; at < arrivals.Length;)
            {
                int size = Math.Min(1 + random.Next(7), arrivals.Length - at);
                state.ApplyAt(TestEvent.Start + at, arrivals[at..(at + size)]);
                if (restart >= at && restart < at + size)
                    state.SaveAndLoad();
                at += size;
            }

            foreach (IGrouping<string, TestEvent> player in events.GroupBy(e => e.Player))
                AssertMatches(state, player.Key, [.. player]);
        }).QuickCheckThrowOnFailure();
    }

    private static TestEvent Event(int seed, int index)
    {
        string player = "p" + seed % 3;
        int value = seed / 3 % 40, name = seed / 200 % 3;
        TestEvent e = (seed / 1000 % 5) switch
        {
            0 => TestEvent.Xp(player, value * 5),
            1 => TestEvent.Kill(player, "b" + name),
            2 => TestEvent.Item(player, "i" + name, value % 12),
            3 => TestEvent.Count(player, "c" + name, value % 12),
            _ => TestEvent.Score(player, "arena", value),
        };
        return e with { Id = "e" + index };
    }

    private static void AssertMatches(StateUnderTest state, string player, TestEvent[] events)
    {
        Dictionary<string, long> kills = Sum(events, EventType.BossKilled, _ => 1);
        Dictionary<string, long> items = Sum(events, EventType.ItemAcquired, e => e.Value);
        if (items.TryGetValue("i1", out long capped))
            items["i1"] = Math.Min(capped, 25);
        Dictionary<string, long> counters = Sum(events, EventType.CounterAdded, e => e.Value);
        if (counters.TryGetValue("c1", out capped))
            counters["c1"] = Math.Min(capped, 30);
        long xp = events.Where(e => e.Type == EventType.XpGained).Sum(e => e.Value) + kills.Sum(kill => kill.Value * (kill.Key == "b1" ? 300 : 50));
        int level = 1;
        long left = xp;
        while (level <= Steps.Length && left >= Steps[level - 1])
            left -= Steps[level++ - 1];

        JsonElement progress = state.Progress(player);
        Assert.Equal(xp, progress.GetProperty("xp").GetInt64());
        Assert.Equal(level, progress.GetProperty("level").GetInt32());
        Assert.Equal(level > Steps.Length ? 0 : Steps[level - 1] - left, progress.GetProperty("xpToNext").GetInt64());
        Assert.Equal(kills, Counts(progress.GetProperty("bossKills")));
        Assert.Equal(items, Counts(progress.GetProperty("items")));
        Assert.Equal(counters, Counts(progress.GetProperty("counters")));
        Assert.Equal(Deserved(level, kills, items, counters).Order(), state.Rewards(player).Order());
    }

    private static IEnumerable<string> Deserved(int level, Dictionary<string, long> kills, Dictionary<string, long> items, Dictionary<string, long> counters)
    {
        foreach ((string boss, long count) in kills)
        {
            yield return "first:" + boss;
            if (count >= 3 && level >= 3)
                yield return "third:" + boss;
            if (kills.Values.Sum() >= 4)
                yield return "veteran:" + boss;
            if (kills.GetValueOrDefault("b0") >= 2)
                yield return "after-b0:" + boss;
        }

        if (kills.GetValueOrDefault("b0") >= 2)
            yield return "two-of-b0";
        if (kills.Values.Sum() >= 5)
            yield return "hunter";
        if (items.GetValueOrDefault("i1") >= 20 && items.GetValueOrDefault("i0") >= 5)
            yield return "rich";
        if (level >= 4 && kills.ContainsKey("b1") && items.ContainsKey("i2"))
            yield return "all-round";
        if (counters.GetValueOrDefault("c1") >= 25 && counters.GetValueOrDefault("c0") >= 10)
            yield return "racer";
        if (counters.GetValueOrDefault("c2") >= 12)
            yield return "runner";
        if (level >= 6)
            yield return "top";
    }

    private static Dictionary<string, long> Sum(TestEvent[] events, EventType type, Func<TestEvent, long> value) =>
        events.Where(e => e.Type == type && value(e) > 0).GroupBy(e => e.Subject).ToDictionary(group => group.Key, group => group.Sum(value));

    private static Dictionary<string, long> Counts(JsonElement counts) => counts.EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt64());
}
