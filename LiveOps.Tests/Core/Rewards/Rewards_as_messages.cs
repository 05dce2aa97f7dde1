using LiveOps.Core.Rewards;

namespace LiveOps.Tests.Core.Rewards;

public sealed class Rewards_as_messages
{
    private static readonly RankRewards Whole = new("ladder.weekly.gold:2026-W47", 77, [new("ann", 5), new(new string('b', 64), long.MaxValue)]);

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.True(RankRewards.TryRead(Whole.ToBytes(), out RankRewards read));
        Assert.Equal((Whole.Reward, Whole.At), (read.Reward, read.At));
        Assert.Equal(Whole.Players, read.Players);
    }

    [Fact]
    public void What_is_cut_longer_or_of_another_version_is_not_read()
    {
        byte[] bytes = Whole.ToBytes();
        for (int length = 0; length < bytes.Length; length++)
            Assert.False(RankRewards.TryRead(bytes.AsSpan(0, length), out _), $"cut at {length}");
        Assert.False(RankRewards.TryRead([.. bytes, 0], out _));
        bytes[0]++;
        Assert.False(RankRewards.TryRead(bytes, out _));
    }

    [Fact]
    public void Any_byte_may_be_another_and_nothing_worse_happens_than_that_it_is_not_read()
    {
        byte[] whole = Whole.ToBytes();
        for (int at = 0; at < whole.Length; at++)
        {
            foreach (byte other in new byte[] { 0, 1, 127, 255, (byte)' ' })
            {
                byte[] bytes = [.. whole];
                bytes[at] = other;
                if (RankRewards.TryRead(bytes, out RankRewards read))
                    Assert.Equal(bytes, read.ToBytes());
            }
        }
    }

    [Fact]
    public void Many_players_are_many_messages_each_far_below_what_a_bus_carries()
    {
        RankRewards[] messages = [.. RankRewards.Of(new string('r', 64), 1, Enumerable.Range(0, 1201).Select(i => new RewardedPlayer(i.ToString("D64", null), i)))];
        Assert.Equal([500, 500, 201], messages.Select(message => message.Players.Count));
        Assert.All(messages, message => Assert.InRange(message.ToBytes().Length, 1, 40_000));
    }

    [Fact]
    public void Who_is_erased_is_taken_out_and_nobody_left_is_no_message()
    {
        Assert.Same(Whole, Whole.Without("cid"));
        RankRewards left = Whole.Without("ann")!;
        Assert.Equal(Whole.Players[1], Assert.Single(left.Players));
        Assert.Null(left.Without(Whole.Players[1].PlayerId));
    }
}
