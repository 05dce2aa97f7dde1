using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Stores;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Flags;

/// <summary>Flags and audit as operators page through them.</summary>
public abstract class Logs
{
    private World _world => field ??= New();

    private protected abstract World New();

    [Fact]
    public void Flags_of_all_players_come_newest_first_page_by_page()
    {
        for (int i = 0; i < 25; i++)
        {
            _world.Send(Xp($"p{i}", 200_000, $"a{i}"), Xp($"q{i}", 200_000, $"b{i}"));
            _world.Wait(1);
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            LogPage<Flag> page = _world.Flags(after: after, limit: 7)!;
            Assert.True(page.Entries.Count == 7 || page.Next is null);
            seen.AddRange(page.Entries.Select(flag => flag.EventId));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().SelectMany(i => (string[])[$"b{i}", $"a{i}"]), seen);
    }

    [Fact]
    public void A_page_that_ends_with_the_last_entry_is_the_last()
    {
        for (int i = 0; i < 4; i++)
            _world.Send(Xp($"p{i}", 200_000));
        Assert.Null(_world.Flags(limit: 4)!.Next);
        Assert.NotNull(_world.Flags(limit: 3)!.Next);
    }

    [Fact]
    public void One_players_flags_are_found_among_the_others()
    {
        for (int i = 0; i < 40; i++)
        {
            _world.Send(Xp($"p{i % 4}", 200_000, $"e{i}"));
            _world.Wait(400);
        }

        LogPage<Flag> first = _world.Flags("p1", limit: 6)!;
        Assert.Equal(["e37", "e33", "e29", "e25", "e21", "e17"], first.Entries.Select(flag => flag.EventId));
        LogPage<Flag> rest = _world.Flags("p1", first.Next, 6)!;
        Assert.Equal(["e13", "e9", "e5", "e1"], rest.Entries.Select(flag => flag.EventId));
        Assert.Null(rest.Next);
        Assert.Empty(_world.Flags("nobody")!.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public void What_is_no_position_is_refused(string after)
    {
        Assert.Null(_world.Flags(after: after));
        Assert.Null(_world.Audit(after: after));
    }

    [Fact]
    public void The_audit_says_who_when_why_and_until_when()
    {
        long at = _world.Now, until = at + TimeSpan.TicksPerHour;
        _world.Block("p", until, "fraud", "alice");
        _world.Wait(1);
        _world.Lift("p", "a mistake", "bob");
        Assert.Equal([("lift", "bob", "a mistake", at + TimeSpan.TicksPerSecond, 0L), ("block", "alice", "fraud", at, until)],
            _world.Audit("p")!.Entries.Select(entry => (entry.Action, entry.By, entry.Reason, entry.At, entry.Until)));
    }

    [Fact]
    public void What_changed_nothing_is_no_decision()
    {
        long until = _world.Now + TimeSpan.TicksPerDay;
        _world.Send(Xp("p", 200_000), Xp("p", 200_000));
        _world.Block("p", until, "fraud");
        _world.Publish(new(LiveOps.Core.Bus.BusMessageKind.Events, _world.Batch([Xp("p", 200_000)], unverified: true).Bytes.ToArray()));
        Assert.Equal(3, _world.Standing("p").Flags!.Count);
        Assert.Equal(["block", "throttle"], _world.Audit("p")!.Entries.Select(entry => entry.Action).Order());
    }

    [Fact]
    public void Erasing_takes_a_player_out_of_both()
    {
        _world.Send(Xp("p", 200_000), Xp("q", 200_000), Xp("p", 200_000));
        _world.Erase("p");
        Assert.Equal("q", Assert.Single(_world.Flags()!.Entries).PlayerId);
        Assert.Empty(_world.Audit()!.Entries);
    }
}
