using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;

namespace LiveOps.Tests.Core.LiveEvents;

public sealed class Multipliers_as_messages
{
    private static readonly EventMultipliers Some = new(77, new Dictionary<EventType, MultiplierStep[]>
    {
        [EventType.XpGained] = [new(100, 200), new(200, 100), new(300, 150), new(400, 100)],
        [EventType.CounterAdded] = [new(100, 10_000)],
    });

    [Theory]
    [InlineData(99, 100)]
    [InlineData(100, 200)]
    [InlineData(199, 200)]
    [InlineData(200, 100)]
    [InlineData(350, 150)]
    [InlineData(400, 100)]
    public void A_step_holds_from_its_moment_until_the_next(long accepted, int hundredths) => Assert.Equal(hundredths, Some.Of(EventType.XpGained, accepted));

    [Fact]
    public void Amounts_are_rounded_down_and_bounded_and_what_is_taken_away_stays()
    {
        Assert.Equal(7, Some.Apply(EventType.XpGained, 350, 5));
        Assert.Equal(5, Some.Apply(EventType.XpGained, 250, 5));
        Assert.Equal(-5, Some.Apply(EventType.CounterAdded, 350, -5));
        Assert.Equal(GameEvent.MaxValue, Some.Apply(EventType.CounterAdded, 350, GameEvent.MaxValue - 1));
        Assert.Equal(5, Some.Apply(EventType.ItemAcquired, 350, 5));
        Assert.Equal(5, EventMultipliers.None.Apply(EventType.XpGained, 350, 5));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Assert.True(EventMultipliers.TryRead(Some.ToBytes(), out EventMultipliers read));
        Assert.True(read.SaysTheSame(Some));
        Assert.Equal(77, read.At);
        Assert.True(EventMultipliers.TryRead(EventMultipliers.None.ToBytes(), out read));
        Assert.True(read.SaysTheSame(EventMultipliers.None));
        Assert.False(read.SaysTheSame(Some));
    }

    [Fact]
    public void What_is_cut_short_longer_or_makes_no_sense_is_none()
    {
        byte[] whole = Some.ToBytes();
        for (int length = 0; length < whole.Length; length++)
            Assert.False(EventMultipliers.TryRead(whole.AsSpan(0, length), out _));
        Assert.False(EventMultipliers.TryRead((byte[])[.. whole, 0], out _));
        Assert.False(EventMultipliers.TryRead((byte[])[2, .. whole[1..]], out _));
        Assert.False(EventMultipliers.TryRead(new EventMultipliers(1, new Dictionary<EventType, MultiplierStep[]> { [EventType.ScoreSubmitted] = [new(1, 200)] }).ToBytes(), out _));
        Assert.False(EventMultipliers.TryRead(new EventMultipliers(1, new Dictionary<EventType, MultiplierStep[]> { [EventType.XpGained] = [new(2, 200), new(1, 100)] }).ToBytes(), out _));
        Assert.False(EventMultipliers.TryRead(new EventMultipliers(1, new Dictionary<EventType, MultiplierStep[]> { [EventType.XpGained] = [new(1, 99)] }).ToBytes(), out _));
    }
}
