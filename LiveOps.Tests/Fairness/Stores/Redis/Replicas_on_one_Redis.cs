using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.Tests.Fairness.Stores.Journaled;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>Several replicas, each with its own connection, judging and learning the same players at the same time.</summary>
public sealed class Replicas_on_one_Redis : IClassFixture<RedisPlace>
{
    private readonly World _events = new FairnessWorld(); // makes batches
    private readonly ManualClock _clock;
    private readonly RedisReplica[] _replicas;

    public Replicas_on_one_Redis(RedisPlace place)
    {
        place.Clear();
        _clock = _events.Clock;
        _replicas = [.. Enumerable.Range(0, 3).Select(_ => new RedisReplica(place.Connect(), _clock, Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry())))];
    }

    [Fact]
    public async Task Together_they_let_exactly_the_burst_through_and_then_exactly_the_rate()
    {
        string[] players = ["p", "q", "r"];
        for (int second = 0; second < 3; second++)
        {
            int expected = second == 0 ? 100 : 50;
            int[] accepted = await AskFromAllSidesAsync(players, asks: 25);
            Assert.All(accepted, count => Assert.Equal(expected, count));
            _clock.UtcNow += TimeSpan.FromSeconds(1);
        }
    }

    [Fact]
    public async Task A_gain_is_counted_whoever_judged_it()
    {
        var accepted = 0;
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () =>
        {
            Verdict[] verdicts = await AskAsync(_replicas[i % 3], Own([World.Xp("rich", 100_000)]));
            if (verdicts[0].Kind == VerdictKind.Accepted)
                Interlocked.Increment(ref accepted);
        })));
        Assert.Equal(10, accepted);
    }

    [Fact]
    public async Task Flags_from_all_sides_block_once_with_all_of_them_in_the_list()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() => AskAsync(_replicas[i], Own([World.Xp("cheat", 200_000, $"e{i}")])))));
        foreach (RedisReplica replica in _replicas)
        {
            StandingAnswer standing = await replica.Store.StandingAsync("cheat");
            Assert.Equal(("blocked", 3), (standing.Status, standing.Flags!.Count));
        }

        Assert.Equal(["e0", "e1", "e2"], (await _replicas[0].Store.FlagsAsync(new("cheat", null, 10)))!.Entries.Select(flag => flag.EventId).Order());
        Assert.Equal(["block", "throttle"], (await _replicas[1].Audits.PageAsync(new(10) { Player = "cheat" }, default))!.Entries.Select(found => found.Entry.Action).Order());
    }

    [Fact]
    public async Task A_block_by_one_holds_with_the_next_verdict_of_another()
    {
        await _replicas[0].Store.DecideAsync(new OperatorAction("p", Now, Now + TimeSpan.TicksPerHour, "alice", "fraud"), default);
        Assert.Equal(VerdictKind.Blocked, (await AskAsync(_replicas[1], Own([World.Xp("p", 1)])))[0].Kind);
        await _replicas[2].Store.DecideAsync(new OperatorAction("p", Now, 0, "bob", ""), default);
        Assert.Equal(VerdictKind.Accepted, (await AskAsync(_replicas[1], Own([World.Xp("p", 1)])))[0].Kind);
    }

    [Fact]
    public async Task Messages_that_overlap_and_come_again_are_learned_once()
    {
        var random = new Random(7);
        BusMessage[] messages = [.. Enumerable.Range(0, 20).Select(message => Message([.. Enumerable.Range(0, 30)
            .Select(i => World.Score($"p{i % 5}", random.Next(90, 110), id: $"e{(message * 15 + i) % 300}"))]))];
        await Task.WhenAll(_replicas.Select(replica => Task.Run(async () =>
        {
            foreach (BusMessage[] group in messages.Chunk(3))
                await replica.Learning.ApplyAsync(group, default);
        })));

        // Each event comes in two messages, and each message to three replicas: 300 events of 5 players.
        for (int player = 0; player < 5; player++)
            Assert.Equal(60, (await HistoryAsync($"p{player}")).Count);
    }

    [Fact]
    public async Task What_learning_flags_is_raised_once_however_many_learn_it()
    {
        for (int i = 0; i < 10; i++)
            await _replicas[i % 3].Learning.ApplyAsync([Message([World.Score("p", 100, id: $"e{i}")])], default);
        BusMessage jump = Message([World.Score("p", 9000, id: "jump")]);
        await Task.WhenAll(_replicas.Select(replica => Task.Run(() => replica.Learning.ApplyAsync([jump], default).AsTask())));
        Assert.Equal("jump", Assert.Single((await _replicas[0].Store.StandingAsync("p")).Flags!).EventId);
        Assert.Single((await _replicas[0].Store.FlagsAsync(new(null, null, 10)))!.Entries);
    }

    [Fact]
    public async Task Verdicts_learning_and_operators_lose_nothing_of_each_other()
    {
        for (int i = 0; i < 10; i++)
            await _replicas[0].Learning.ApplyAsync([Message([World.Score("p", 100, id: $"e{i}")])], default);
        await Task.WhenAll(
            Task.Run(() => AskAsync(_replicas[0], Own([.. Enumerable.Range(0, 40).Select(i => World.Xp("p", 1))]))),
            Task.Run(() => AskAsync(_replicas[1], Own([.. Enumerable.Range(0, 40).Select(i => World.Xp("p", 1))]))),
            Task.Run(() => _replicas[1].Learning.ApplyAsync([Message([World.Score("p", 9000, id: "jump")])], default).AsTask()),
            Task.Run(() => _replicas[2].Store.DecideAsync(new OperatorAction("p", Now, Now + TimeSpan.TicksPerHour, "alice", "fraud"), default).AsTask()));
        StandingAnswer standing = await _replicas[2].Store.StandingAsync("p");
        Assert.Equal(("blocked", "fraud", "jump"), (standing.Status, standing.Reason, Assert.Single(standing.Flags!).EventId));
        Assert.Equal(11, (await HistoryAsync("p")).Count);
        await _replicas[2].Store.DecideAsync(new OperatorAction("p", Now, 0, "alice", "done"), default);
        Verdict[] rest = await AskAsync(_replicas[0], Own([.. Enumerable.Range(0, 200).Select(i => World.Xp("p", 1))]));
        Assert.InRange(rest.Count(verdict => verdict.Kind == VerdictKind.Accepted), 20, 100); // the block may have come before some of the 80
    }

    [Fact]
    public async Task An_undo_that_races_a_block_takes_back_what_came_first_and_leaves_nobody_blocked()
    {
        for (int round = 0; round < 20; round++)
        {
            string player = $"p{round}";
            UInt128 id = CaseId.HashOf(player);
            await AskAsync(_replicas[0], Own([World.Xp(player, 200_000)]));
            long seen = (await _replicas[0].Reviews.FindAsync(id))!.Version;
            seen = (await DecideAsync(_replicas[0], id, CaseVerdict.Clear, seen)).Case!.Version;
            using var start = new Barrier(2);
            CaseOutcome[] ends = await Task.WhenAll(
                Task.Run(() => TogetherAsync(start, _replicas[1], id, CaseVerdict.Block, seen)), Task.Run(() => TogetherAsync(start, _replicas[2], id, CaseVerdict.Undo, null)));
            Assert.Equal(CaseEnd.Done, ends[1].End);
            Assert.Equal(CaseStatus.Open, (await _replicas[0].Reviews.FindAsync(id))!.Status);
            Assert.Equal("ok", (await _replicas[0].Store.StandingAsync(player)).Status);
            string[] done = [.. (await _replicas[0].Audits.PageAsync(new(10) { Player = player }, default))!.Entries
                .Where(found => found.Entry.Kind == AuditKinds.Player).Select(found => found.Entry.Action).Order()];
            Assert.Equal(ends[0].End == CaseEnd.Done ? ["block", "lift"] : (string[])[], done);
        }
    }

    private async Task<CaseOutcome> TogetherAsync(Barrier start, RedisReplica replica, UInt128 player, CaseVerdict verdict, long? seen)
    {
        start.SignalAndWait();
        return await DecideAsync(replica, player, verdict, seen);
    }

    private async Task<CaseOutcome> DecideAsync(RedisReplica replica, UInt128 player, CaseVerdict verdict, long? seen)
    {
        long until = verdict == CaseVerdict.Block ? Now + TimeSpan.TicksPerHour : 0;
        return await replica.Reviews.DecideAsync(
            new CaseAction(player, verdict, Now, until, "alice", "seen", seen is { } version ? [version] : null), new AuditEntry(Now, "alice", AuditKinds.Review, verdict.Word()), default);
    }

    private long Now => _clock.UnixTicks();

    private async Task<int[]> AskFromAllSidesAsync(string[] players, int asks)
    {
        var accepted = new int[players.Length];
        using var start = new Barrier(_replicas.Length);
        await Task.WhenAll(_replicas.Select(replica => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait();
                for (int i = 0; i < asks; i++)
                {
                    Verdict[] verdicts = await AskAsync(replica, Own([.. players.SelectMany(player => (TestEvent[])[World.Xp(player, 1), World.Xp(player, 1)])]));
                    for (int n = 0; n < verdicts.Length; n++)
                    {
                        if (verdicts[n].Kind == VerdictKind.Accepted)
                            Interlocked.Increment(ref accepted[n / 2]);
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        return accepted;
    }

    private static async Task<Verdict[]> AskAsync(RedisReplica replica, EventBatch batch)
    {
        var verdicts = new Verdict[batch.Count];
        await replica.Verdicts.AskAsync(batch, verdicts, default);
        return verdicts;
    }

    private EventBatch Own(IReadOnlyList<TestEvent> events)
    {
        lock (_events)
            return EventBatch.Trusted(_events.Batch(events).Bytes.ToArray());
    }

    private BusMessage Message(IReadOnlyList<TestEvent> events) => new(BusMessageKind.Events, Own(events).Bytes);

    private async Task<ScoreHistory> HistoryAsync(string player)
    {
        var space = new Workspace();
        space.Begin(_replicas[0].Policy.Current);
        StoredPlayer stored = space.Enter(Encoding.UTF8.GetBytes(player));
        stored.WantHistory();
        await _replicas[0].Players.ReadAsync(space.Players);
        space.Take(stored);
        return space.Shard.Scores.Find(space.Shard.Players[stored.Number].Scores, LiveOps.Core.Boards.BoardHash.Of("arena"));
    }
}
