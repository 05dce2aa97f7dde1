using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Policies;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.Tests.Harness;
using Prometheus;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>A version that one replica of Fairness makes judges at all of them from one moment on, whoever looked last.</summary>
public sealed class Versions_on_two_replicas(RedisPlace place) : IClassFixture<RedisPlace>
{
    private const string Strict = """
        {"rates":{"perSecond":50,"burst":100},"throttledRates":{"perSecond":10,"burst":20},
         "rules":[{"id":"xp","kind":"bounds","type":"xp_gained","max":10,"then":"reject"},{"id":"late","kind":"bounds","type":"boss_killed","max":10,"then":"flag"}],
         "escalation":[],"forgetting":{"days":30,"players":5000000}}
        """;

    [Fact]
    public async Task It_is_in_force_at_both_within_a_second_and_each_event_is_judged_by_the_version_of_its_time()
    {
        place.Clear();
        var clock = new ManualClock();
        IMetricFactory metrics = Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry());
        RedisReplica[] replicas = [new(place.Shared, clock, metrics), new(place.Connect(), clock, metrics)];
        foreach (RedisReplica replica in replicas)
            Assert.Equal(VerdictKind.Accepted, await AskAsync(replica, clock.UnixTicks())); // both have looked

        var store = new RedisPolicyStore(place.Shared, RedisReplica.Kept);
        PolicyWrite write = PolicyHistory.Empty.Make(new PolicyDraft("ann", "strict", PolicyText.Pack(System.Text.Encoding.UTF8.GetBytes(Strict))), clock.UnixTicks(), store.Lead)!;
        PolicyVersion made = (await store.TryWriteAsync("fairness", write, TestContext.Current.CancellationToken))!;
        Assert.InRange(made.EffectiveAt - clock.UnixTicks(), 1, TimeSpan.TicksPerSecond);

        // Until then neither goes by it, from then on both do: also one that has not looked since.
        foreach ((long accepted, VerdictKind verdict) in new[] { (made.EffectiveAt - 1, VerdictKind.Accepted), (made.EffectiveAt, VerdictKind.Implausible), (made.EffectiveAt - 2, VerdictKind.Accepted), (made.EffectiveAt + 1, VerdictKind.Implausible) })
        {
            clock.UtcNow = new DateTimeOffset(Times.Utc(accepted));
            foreach (RedisReplica replica in replicas)
                Assert.Equal(verdict, await AskAsync(replica, accepted));
        }

        // What was accepted unasked is judged when it is learned: by the version of its time, whichever replica learns it, and once.
        clock.UtcNow = new DateTimeOffset(Times.Utc(made.EffectiveAt + TimeSpan.TicksPerMinute));
        await replicas[0].Learning.ApplyAsync([Unasked("before", made.EffectiveAt - 1)], TestContext.Current.CancellationToken);
        await replicas[1].Learning.ApplyAsync([Unasked("since", made.EffectiveAt)], TestContext.Current.CancellationToken);
        await replicas[0].Learning.ApplyAsync([Unasked("since", made.EffectiveAt)], TestContext.Current.CancellationToken);
        Assert.Empty((await replicas[1].Store.StandingAsync("before")).Flags!);
        Assert.Equal("xp", Assert.Single((await replicas[0].Store.StandingAsync("since")).Flags!).Rule);
    }

    private static async Task<VerdictKind> AskAsync(RedisReplica replica, long accepted)
    {
        var verdicts = new Verdict[1];
        await replica.Verdicts.AskAsync(Batch(Guid.NewGuid().ToString("N"), accepted, false), verdicts, TestContext.Current.CancellationToken);
        return verdicts[0].Kind;
    }

    private static BusMessage Unasked(string player, long accepted) => new(BusMessageKind.Events, Batch(player, accepted, true).Bytes.ToArray());

    private static EventBatch Batch(string player, long accepted, bool unverified)
    {
        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent
        {
            Type = EventType.XpGained,
            Id = System.Text.Encoding.ASCII.GetBytes("e-" + player),
            PlayerId = System.Text.Encoding.ASCII.GetBytes(player),
            Value = 11,
        });
        return builder.Seal(accepted, unverified: unverified);
    }
}
