using System.Runtime.CompilerServices;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Fairness.Policies;

/// <summary>A bus that keeps far more than a dry run has the time to look through.</summary>
public sealed class A_past_that_is_too_long
{
    [Fact]
    public async Task A_dry_run_ends_in_time_though_nothing_of_what_it_passes_over_is_recent_enough()
    {
        var clock = new ManualClock();
        var past = new OldPast(clock);
        FairnessPolicy policy = FairnessPolicyReader.Parse(Encoding.UTF8.GetBytes("""
            {"rates":{"perSecond":50,"burst":20},"throttledRates":{"perSecond":10,"burst":20},"rules":[],"escalation":[],"forgetting":{"days":30,"players":5000000}}
            """));
        var run = new DryRun(new DryRunSettings(TimeSpan.FromSeconds(10), TimeSpan.FromHours(24), 100), clock.Now(), 3, clock, TestContext.Current.CancellationToken);
        Assert.Null(await new FairnessDryRun(new OnePolicy(policy), past).TryAsync(policy, run));
        Assert.Equal(("time", 10, 0L), (run.CutShort, past.Passed, run.Events));
    }

    private sealed class OnePolicy(FairnessPolicy policy) : ICurrentPolicy
    {
        public ValueTask<FairnessPolicy> AtAsync(long at, CancellationToken cancellation) => new(policy);
    }

    // A second for each message that is too old.
    private sealed class OldPast(ManualClock clock) : IEventHistory
    {
        public int Passed { get; private set; }

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long since, Func<ValueTask<bool>> isOver, [EnumeratorCancellation] CancellationToken cancellation)
        {
            for (; Passed < 1000; Passed++)
            {
                if (await isOver())
                    yield break;
                clock.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }
}
