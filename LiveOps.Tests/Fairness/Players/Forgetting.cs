using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Players;
using LiveOps.Tests.Fairness.Stores.Journaled;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Players;

public sealed class Forgetting
{
    private readonly FairnessWorld _world = new(DefaultPolicy.Replace("\"days\": 30, \"players\": 5000000", "\"days\": 2, \"players\": 64000", StringComparison.Ordinal));

    [Fact]
    public void Who_was_idle_for_longer_than_the_policy_says_is_forgotten_and_nobody_else()
    {
        for (int i = 0; i < 500; i++)
            _world.Send(Score($"gone-{i}", i));
        HoursPass(40);
        _world.Send(Score("stays", 1));
        HoursPass(20);
        Assert.Equal((0, true), (Known("gone-"), IsKnown("stays")));
    }

    [Fact]
    public void Going_idle_is_no_way_out_of_a_block()
    {
        _world.Send(Score("p", 1));
        _world.Block("p", _world.Now + 10 * TimeSpan.TicksPerDay, "fraud");
        HoursPass(100);
        Assert.False(IsKnown("p"));
        Assert.Equal(VerdictKind.Blocked, _world.Send(Xp("p", 1)).Kind);
        HoursPass(200);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("p", 1)).Kind);
        Assert.Empty(_world.State.ShardOf(Hash("p")).Records);
    }

    [Fact]
    public void Flags_are_forgotten_with_the_player()
    {
        _world.Send(Xp("p", 200_000));
        HoursPass(40);
        Assert.Single(_world.Standing("p").Flags!);
        HoursPass(20);
        Assert.Empty(_world.State.ShardOf(Hash("p")).Records);
        Assert.Empty(_world.Standing("p").Flags!);
    }

    [Fact]
    public void Past_the_crowd_that_the_policy_allows_an_hour_of_idleness_is_enough()
    {
        string[] crowd = [.. Enumerable.Range(0, 90_000).Select(i => $"crowd-{i}")];
        foreach (string[] chunk in crowd.Chunk(1000))
            _world.Send([.. chunk.Select(player => Xp(player, 1))]);
        Assert.Equal(90_000, Known("crowd-"));
        HoursPass(4);
        Assert.Equal(0, Known("crowd-"));
    }

    [Fact]
    public void Who_only_ever_asked_is_forgotten_after_an_hour()
    {
        _world.Ask([Xp("p", 1)]);
        HoursPass(1);
        Assert.True(IsKnown("p"));
        HoursPass(2);
        Assert.False(IsKnown("p"));
    }

    [Fact]
    public void The_table_finds_everybody_through_any_coming_and_going()
    {
        var random = new Random(7);
        var table = new PlayerTable();
        var model = new Dictionary<UInt128, int>();
        for (int step = 0; step < 200_000; step++)
        {
            var id = new UInt128((ulong)random.Next(3000) << 40, (ulong)random.Next(2));
            if (random.Next(5) < 3)
            {
                int number = table.GetOrAdd(id, out bool added);
                Assert.Equal(!model.TryGetValue(id, out int known), added);
                Assert.True(added || number == known);
                model[id] = number;
            }
            else if (model.Remove(id, out int number))
            {
                table.Remove(number);
            }

            Assert.Equal(model.TryGetValue(id, out int expected) ? expected : -1, table.Find(id));
        }

        Assert.Equal(model.Count, table.Count);
        Assert.All(model, pair => Assert.Equal(pair.Value, table.Find(pair.Key)));
        Assert.InRange(table.End, model.Count, 6000);
    }

    private static UInt128 Hash(string player) => IdHash.Of(Encoding.UTF8.GetBytes(player));

    private bool IsKnown(string player) => _world.State.ShardOf(Hash(player)).Players.Find(Hash(player)) >= 0;

    private int Known(string prefix) => Enumerable.Range(0, prefix == "crowd-" ? 90_000 : 500).Count(i => IsKnown($"{prefix}{i}"));

    // Somebody else plays on, so that the journal's time passes.
    private void HoursPass(int hours)
    {
        for (int i = 0; i < hours * 6; i++)
        {
            _world.Wait(600);
            _world.Send(Xp("clock", 1));
        }
    }
}
