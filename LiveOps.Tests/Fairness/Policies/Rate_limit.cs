using FsCheck;
using FsCheck.Fluent;
using LiveOps.Fairness.Policies;

namespace LiveOps.Tests.Fairness.Policies;

public sealed class Rate_limit
{
    [Fact]
    public void Whenever_events_come_no_stretch_of_time_lets_more_through_than_the_rate_allows() =>
        Prop.ForAll(Gen.Choose(0, 3_000_000).ListOf(400).ToArbitrary(), gaps =>
        {
            var rate = new RateLimit(50, 20);
            long arrival = 0, now = TimeSpan.TicksPerDay;
            var passed = new List<long>();
            foreach (int gap in gaps)
            {
                now += gap / 5;
                if (rate.TryTake(ref arrival, now, out int retryAfter))
                    passed.Add(now);
                else
                    Assert.True(retryAfter >= 1);
            }

            for (int from = 0; from < passed.Count; from++)
            {
                for (int to = from; to < passed.Count; to++)
                    Assert.True(to - from + 1 <= 20 + 50.0 * (passed[to] - passed[from]) / TimeSpan.TicksPerSecond + 1e-6);
            }
        }).QuickCheckThrowOnFailure();
}
