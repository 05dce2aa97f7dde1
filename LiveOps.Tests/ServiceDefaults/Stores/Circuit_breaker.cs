using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Stores;

public sealed class Circuit_breaker
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void It_opens_after_failures_in_a_row_and_not_before()
    {
        var breaker = new CircuitBreaker(_clock);
        for (int i = 1; i < CircuitBreaker.Threshold; i++)
            breaker.Failed();
        breaker.Succeeded();
        for (int i = 1; i < CircuitBreaker.Threshold; i++)
            breaker.Failed();
        Assert.True(breaker.TryEnter());
        breaker.Failed();
        Assert.False(breaker.TryEnter());
    }

    [Fact]
    public void One_call_at_a_time_tries_and_success_closes_it()
    {
        var breaker = new CircuitBreaker(_clock);
        for (int i = 0; i < CircuitBreaker.Threshold; i++)
            breaker.Failed();
        _clock.Advance(2 * CircuitBreaker.Pause);
        Assert.True(breaker.TryEnter());
        Assert.False(breaker.TryEnter());
        breaker.Failed();
        Assert.False(breaker.TryEnter());
        _clock.Advance(2 * CircuitBreaker.Pause);
        Assert.True(breaker.TryEnter());
        breaker.Succeeded();
        Assert.True(breaker.TryEnter() && breaker.TryEnter());
    }
}
