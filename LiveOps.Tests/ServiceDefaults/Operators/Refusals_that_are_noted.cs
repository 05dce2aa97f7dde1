using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Operators;

/// <summary>How many refusals of one operator go into the audit.</summary>
public sealed class Refusals_that_are_noted
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly RefusalBudget _budget;

    public Refusals_that_are_noted() => _budget = new RefusalBudget(_clock);

    [Fact]
    public void Are_sixty_a_minute_each_operator_for_themselves()
    {
        Assert.Equal(60, Noted("ada", 1000));
        Assert.Equal(60, Noted("bob", 61));
        _clock.UtcNow += TimeSpan.FromMinutes(1);
        Assert.Equal(60, Noted("ada", 1000));
    }

    [Fact]
    public void Are_five_hundred_a_day_and_none_more_until_it_turns()
    {
        int noted = 0;
        for (; _clock.UtcNow.Day == 20; _clock.UtcNow += TimeSpan.FromMinutes(1))
            noted += Noted("ada", 61);
        Assert.Equal(500, noted);
        for (int minutes = 0; minutes < 1440; minutes++, _clock.UtcNow += TimeSpan.FromMinutes(1))
            noted += Noted("ada", 1);
        Assert.Equal(1000, noted);
        Assert.Equal(60, Noted("ada", 61));
    }

    [Fact]
    public void Are_the_same_for_many_at_once()
    {
        int noted = 0;
        Parallel.For(0, 5000, _ => Interlocked.Add(ref noted, Noted("ada", 1)));
        Assert.Equal(60, noted);
    }

    private int Noted(string name, int tries) => Enumerable.Range(0, tries).Count(_ => _budget.TryTake(name));
}
