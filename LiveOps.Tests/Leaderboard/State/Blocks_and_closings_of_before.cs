using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.State;

namespace LiveOps.Tests.Leaderboard.State;

/// <summary>A journal that an older program has written is replayed as that one applied it: what it told of who won stays true.</summary>
public sealed class Blocks_and_closings_of_before
{
    private const int OfThisVersion = 2 * sizeof(int); // at the end of a snapshot: in which order blocks end, and no live event

    private static readonly long Start = UnixTicks.Of(new DateTime(2026, 11, 20, 23, 59, 50, DateTimeKind.Utc));

    [Fact]
    public void End_first_in_what_it_has_written_and_in_their_order_from_then_on()
    {
        LeaderboardState state = Begun();
        Assert.True(state.HasBlocksInOrder);
        Assert.Equal("fair", WinnerOf(StateLines.Reload(state)));

        LeaderboardState former = Load(Former(state));
        Assert.False(former.HasBlocksInOrder);
        Assert.Equal("cheat", WinnerOf(former));

        LeaderboardState since = Load(Former(state));
        since.Execute(Commands.BlocksInOrder());
        since = StateLines.Reload(since);
        Assert.True(since.HasBlocksInOrder);
        Assert.Equal("fair", WinnerOf(since));
    }

    // Cheat is blocked from before the day's close until after it.
    private static LeaderboardState Begun()
    {
        LeaderboardState state = StateLines.New();
        state.Execute(Commands.Policy(Start, """{"boards":{"ladder":{"graceSeconds":0,"rewards":[{"window":"daily","ranks":"1","reward":"gold"}]}}}"""u8));
        var builder = new EventBatchBuilder();
        foreach ((string player, long score) in new[] { ("cheat", 100L), ("fair", 50L) })
        {
            builder.Append(new GameEvent
            {
                Type = EventType.ScoreSubmitted,
                Id = Encoding.ASCII.GetBytes("of-" + player),
                PlayerId = Encoding.ASCII.GetBytes(player),
                Subject = "ladder"u8,
                Value = score,
                OccurredAt = Start / UnixTicks.PerMillisecond,
            });
        }

        state.Apply([new BusMessage(BusMessageKind.Events, builder.Seal(Start).Bytes), new BusMessage(BusMessageKind.PlayerBlock, new PlayerBlock("cheat", 1, Start + 15 * TimeSpan.TicksPerSecond).ToBytes())]);
        return state;
    }

    private static string WinnerOf(LeaderboardState state)
    {
        state.Execute(Commands.Rollover(Start + 20 * TimeSpan.TicksPerSecond));
        return Assert.Single(Assert.Single(state.FirstOwed(10).Earned).Players).PlayerId;
    }

    private static byte[] Former(LeaderboardState state)
    {
        using var snapshot = new MemoryStream();
        state.Save(snapshot);
        byte[] former = snapshot.ToArray()[..^OfThisVersion];
        former[0] = 8;
        return former;
    }

    private static LeaderboardState Load(byte[] snapshot)
    {
        LeaderboardState state = StateLines.New();
        state.Load(new MemoryStream(snapshot));
        return state;
    }
}
