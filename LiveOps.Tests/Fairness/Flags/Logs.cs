using LiveOps.Core.Audit;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Stores;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Flags;

/// <summary>Flags and audit as operators page through them.</summary>
public sealed class Logs(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void Flags_of_all_players_come_newest_first_page_by_page(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 25; i++)
        {
            world.Send(Xp($"p{i}", 200_000, $"a{i}"), Xp($"q{i}", 200_000, $"b{i}"));
            world.Wait(1);
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            LogPage<Flag> page = world.Flags(after: after, limit: 7)!;
            Assert.True(page.Entries.Count == 7 || page.Next is null);
            seen.AddRange(page.Entries.Select(flag => flag.EventId));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().SelectMany(i => (string[])[$"b{i}", $"a{i}"]), seen);
    }

    [Theory, Every<FairnessStores>]
    public void A_page_that_ends_with_the_last_entry_is_the_last(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 4; i++)
            world.Send(Xp($"p{i}", 200_000));
        Assert.Null(world.Flags(limit: 4)!.Next);
        Assert.NotNull(world.Flags(limit: 3)!.Next);
    }

    [Theory, Every<FairnessStores>]
    public void One_players_flags_are_found_among_the_others(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 40; i++)
        {
            world.Send(Xp($"p{i % 4}", 200_000, $"e{i}"));
            world.Wait(400);
        }

        LogPage<Flag> first = world.Flags("p1", limit: 6)!;
        Assert.Equal(["e37", "e33", "e29", "e25", "e21", "e17"], first.Entries.Select(flag => flag.EventId));
        LogPage<Flag> rest = world.Flags("p1", first.Next, 6)!;
        Assert.Equal(["e13", "e9", "e5", "e1"], rest.Entries.Select(flag => flag.EventId));
        Assert.Null(rest.Next);
        Assert.Empty(world.Flags("nobody")!.Entries);
    }

    [Theory]
    [Every<FairnessStores>("")]
    [Every<FairnessStores>("x")]
    [Every<FairnessStores>("-1")]
    [Every<FairnessStores>("0123456789abcdef0123456789abcdeg")]
    [Every<FairnessStores>("0123456789abcdef0123456789abcdef0")]
    public void What_is_no_position_is_refused(string after, FairnessStores store)
    {
        World world = worlds.New(store);
        Assert.Null(world.Flags(after: after));
        Assert.Null(world.Audit(after: after));
    }

    [Theory, Every<FairnessStores>]
    public void The_audit_says_who_when_why_and_until_when(FairnessStores store)
    {
        World world = worlds.New(store);
        long at = world.Now, until = at + TimeSpan.TicksPerHour;
        world.Block("p", until, "fraud", "alice");
        world.Wait(1);
        world.Lift("p", "a mistake", "bob");
        Assert.Equal([("lift", "bob", "a mistake", at + TimeSpan.TicksPerSecond, 0L), ("block", "alice", "fraud", at, until)],
            world.Audit("p")!.Entries.Select(entry => (entry.Action, entry.By, entry.Reason, entry.At, entry.Until)));
    }

    [Theory, Every<FairnessStores>]
    public void What_changed_nothing_is_no_decision(FairnessStores store)
    {
        World world = worlds.New(store);
        long until = world.Now + TimeSpan.TicksPerDay;
        world.Send(Xp("p", 200_000), Xp("p", 200_000));
        world.Block("p", until, "fraud");
        world.Publish(new(LiveOps.Core.Bus.BusMessageKind.Events, world.Batch([Xp("p", 200_000)], unverified: true).Bytes.ToArray()));
        Assert.Equal(3, world.Standing("p").Flags!.Count);
        Assert.Equal(["block", "throttle"], world.Audit("p")!.Entries.Select(entry => entry.Action).Order());
    }

    [Theory, Every<FairnessStores>]
    public void Erasing_takes_a_player_out_of_both_and_leaves_what_was_decided(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000), Xp("q", 200_000), Xp("p", 200_000));
        world.Erase("p");
        Assert.Equal("q", Assert.Single(world.Flags()!.Entries).PlayerId);
        AuditEntry left = Assert.Single(world.Audit()!.Entries);
        Assert.Equal((AuditEntry.Erased, "throttle", AuditEntry.ByPolicy), (left.PlayerId, left.Action, left.By));
        Assert.Empty(world.Audit("p")!.Entries);
    }
}
