using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Policies.DryRuns;

/// <summary>The bounds of a dry run.</summary>
public sealed class One_dry_run_at_a_time
{
    private static readonly DryRunSettings Settings = new(TimeSpan.FromSeconds(10), TimeSpan.FromHours(24), 100);

    [Fact]
    public void A_second_is_told_when_to_ask_again_until_the_first_has_ended()
    {
        var clock = new ManualClock();
        var turn = new DryRunTurn(Settings, clock);
        Assert.Equal(0, turn.TryBegin());
        Assert.Equal(10, turn.TryBegin());
        clock.Advance(TimeSpan.FromSeconds(7.5));
        Assert.Equal(3, turn.TryBegin());
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, turn.TryBegin()); // still at it
        turn.End();
        Assert.Equal(0, turn.TryBegin());
    }

    [Fact]
    public void Its_time_ends_it_and_it_says_so_and_so_does_who_goes_away()
    {
        var clock = new ManualClock();
        using var gone = new CancellationTokenSource();
        var run = new DryRun(Settings, clock.Now(), 3, clock, gone.Token);
        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(run.IsOver());
        Assert.Null(run.CutShort);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(run.IsOver());
        Assert.Equal("time", run.CutShort);
        gone.Cancel();
        Assert.Throws<OperationCanceledException>(() => run.IsOver());
    }

    [Fact]
    public void Cases_and_kinds_of_changes_are_bounded_and_counts_are_not()
    {
        var run = new DryRun(Settings, 0, 3, new ManualClock(), CancellationToken.None);
        for (int n = 0; n < 3000; n++)
            run.Change("reward", $"r{n}").Gain(DryRunCase.OfPlayer($"p{n}", null, "x"));
        Assert.InRange(run.Changes.Count(), 1000, 1001);
        Assert.Equal(3000, run.Changes.Sum(change => change.Gained));
        Assert.All(run.Changes, change => Assert.InRange(change.Cases.Count, 1, 3));
        Assert.Equal(2000, run.Changes.Single(change => change.Of == DryRun.Others).Gained);
    }
}
