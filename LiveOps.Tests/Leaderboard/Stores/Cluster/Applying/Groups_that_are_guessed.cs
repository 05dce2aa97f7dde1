using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Applying;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Applying;

/// <summary>A group whose ids and unknown entries are taken to be new is written at once; where they are not, nothing of it is, and all of it is done again.</summary>
public sealed class Groups_that_are_guessed
{
    private const string Policy = """{"default":{"windows":["all"]},"boards":{"sum":{"operator":"sum"}}}""";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_wrong_guess_leaves_nothing_and_is_known_for_what_it_was(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock(), Policy);
        await host.ScoreAsync("ann", "sum", 1);
        Task<Plan> Of(params (int Id, string Player)[] scores) => PlanAsync(host, scores);
        Plan early = await Of((9, "early")), earlyThere = await Of((10, "bob"));
        (KnownEntries Known, PlannedAnewException? Failure) first = await TryAsync(host, await Of((1, "bob"), (2, "bob"), (2, "bob"), (3, "cleo")));
        Assert.Null(first.Failure);
        const string Counted = "ann 1, bob 20, cleo 10";
        Assert.Equal(Counted, await ScoresAsync(host));

        (KnownEntries known, PlannedAnewException? failure) = await TryAsync(host, await Of((3, "zoe"), (4, "bob"))); // an id was there, and an entry as well
        Assert.Equal((false, false, true), (failure!.Locks, known.Guesses.AreNew, IsAbsentAfter(known)));

        (known, failure) = await TryAsync(host, await Of((5, "bob"), (6, "zoe"))); // an entry was there
        Assert.Equal((false, true, false), (failure!.Locks, known.Guesses.AreNew, known.Guesses.AreAbsent));

        (known, failure) = await TryAsync(host, await Of((7, "ann"), (8, "zoe")), witness: 1, new StoredEntry(early.Taking(0)[0].Id, "ann", new Entry(1, 1, 1, 0), 1, 1)); // another replica has changed one since
        Assert.Equal((true, true), (failure!.Locks, known.Witness is null));

        (known, failure) = await TryAsync(host, await Of((7, "bob"), (8, "zoe")), witness: 999, new StoredEntry(early.Taking(0)[0].Id, "bob", new Entry(1, 1, 1, 0), 1, 1)); // the database has lost something
        Assert.Equal((true, true), (failure!.Locks, known.Witness is null));

        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/zoe/hidden");
        (_, failure) = await TryAsync(host, early); // the catalogue has moved
        Assert.True(failure!.Locks);
        (known, failure) = await TryAsync(host, earlyThere); // and an entry was there: the guess was not wrong
        Assert.Equal((true, true, true), (failure!.Locks, known.Guesses.AreNew, known.Guesses.AreAbsent));

        Assert.Equal(Counted, await ScoresAsync(host));
        Assert.Equal(4, await host.Cluster.Database.CountAsync("SELECT count(*) FROM applied"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Entries_that_are_known_and_others_are_written_at_once(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock(), Policy);
        await host.ScoreAsync("ann", "sum", 1);
        await TryAsync(host, await PlanAsync(host, [(1, "bob")]));
        long[] ann = [.. (await host.Cluster.Database.AskAsync("SELECT period, score, achieved_at, last_at, other_at, version FROM scores WHERE player = 'ann'")).Split(' ').Select(long.Parse)];
        var entry = new StoredEntry((int)ann[0], "ann", new Entry(ann[1], ann[2], ann[3], ann[4]), ann[5], ann[5]);

        (KnownEntries known, PlannedAnewException? failure) = await TryAsync(host, await PlanAsync(host, [(2, "ann"), (3, "cleo")]), witness: 1, entry);

        Assert.Equal((null, 1), (failure, known.Witness));
        Assert.Equal("ann 11, bob 10, cleo 10", await ScoresAsync(host));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Groups_of_which_all_is_known_say_nothing_of_what_is_not(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock(), Policy);
        await host.ScoreAsync("ann", "sum", 1);
        await host.ScoreAsync("bob", "sum", 1);
        var known = new KnownEntries();
        for (int id = 1; id <= 2; id++) // the first reads ann, who is there; the second knows her
        {
            Plan plan = await PlanAsync(host, [(id, "ann")]);
            known.Begin(plan.Catalogue.Version, plan.Newest, host.Clock.Now());
            Group group = await host.Cluster.Get<SqlDatabase<LeaderboardContext>>().TransactAsync("apply", unit => new GroupTransaction(unit, plan, known, host.Clock).RunAsync(locks: false, known.Guesses), TestContext.Current.CancellationToken);
            known.Keep(group.Entries, group.Counted);
            Assert.Equal((true, false), (known.Guesses.AreNew, known.Guesses.AreAbsent));
        }

        Assert.Equal("ann 21, bob 1", await ScoresAsync(host));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_another_replica_wrote_what_comes_again_and_what_comes_twice_at_once_count_once(SqlKind kind)
    {
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind);
        await using LeaderboardHost first = await LeaderboardHost.StartAsync(boards, clock, Policy), second = await LeaderboardHost.StartAsync(boards.Replica(), clock, Policy);
        await first.ScoreAsync("ann", "sum", 1, id: "a");
        await second.ScoreAsync("bob", "sum", 5, id: "b");
        await first.ScoreAsync("bob", "sum", 3, id: "c"); // it does not know of b
        for (int times = 0; times < 2; times++)
            await first.ScoreAsync("bob", "sum", 5, id: "b");
        await first.Cluster.ApplyAsync(Message(clock, ("d", "dan"), ("a", "ann"), ("d", "dan")));
        await first.Cluster.ApplyAsync(Message(clock, ("e", "eve"), ("e", "eve"), ("f", "eve")));
        await using (LeaderboardHost restarted = await LeaderboardHost.StartAsync(boards.Replica(), clock, Policy))
        {
            await restarted.Cluster.ApplyAsync(Message(clock, ("g", "ann"), ("h", "bob"), ("i", "new")));
            await restarted.Cluster.ApplyAsync(Message(clock, ("g", "ann"), ("j", "dan"), ("k", "newer")));
        }

        Assert.Equal("ann 11, bob 18, dan 20, eve 20, new 10, newer 10", await ScoresAsync(first));
        Assert.Equal("1 dan 20, 2 eve 20, 3 bob 18", await second.RanksAsync("/v1/leaderboards/sum/all?limit=3"));
    }

    [Fact]
    public void What_was_guessed_wrong_is_guessed_ever_more_seldom()
    {
        var guesses = new Guesses();
        Assert.Equal((true, false), (guesses.AreNew, guesses.AreAbsent)); // after a start, entries are there
        guesses.Read(anyFound: false);
        for (int times = 1; times <= 3; times++)
        {
            Assert.True(guesses.AreAbsent);
            guesses.WereOld();
            Assert.Equal(1 << (times - 1), Until(() => guesses.AreNew));
            Assert.True(guesses.AreAbsent);
            guesses.WereThere();
            Assert.True(guesses.AreNew);
            Assert.Equal(1 << (times - 1), Until(() => guesses.AreAbsent));
        }

        guesses.Read(anyFound: true);
        Assert.False(guesses.AreAbsent);

        int Until(Func<bool> isGuessed)
        {
            int groups = 0;
            for (; !isGuessed(); groups++)
                guesses.Held(ids: false, entries: false);
            return groups;
        }
    }

    // Absent entries are guessed again once the ids are.
    private static bool IsAbsentAfter(KnownEntries known)
    {
        known.Guesses.Held(ids: false, entries: false);
        return known.Guesses.AreAbsent;
    }

    private static async Task<(KnownEntries Known, PlannedAnewException? Failure)> TryAsync(LeaderboardHost host, Plan plan, int witness = 0, params StoredEntry[] entries)
    {
        var known = new KnownEntries();
        known.Guesses.Read(anyFound: false);
        if (entries.Length > 0)
            known.Keep(entries, (UInt128)witness);
        try
        {
            await host.Cluster.Get<SqlDatabase<LeaderboardContext>>().TransactAsync("apply", unit => new GroupTransaction(unit, plan, known, host.Clock).RunAsync(locks: false, known.Guesses), TestContext.Current.CancellationToken);
            return (known, null);
        }
        catch (PlannedAnewException failure)
        {
            return (known, failure);
        }
    }

    private static async Task<Plan> PlanAsync(LeaderboardHost host, (int Id, string Player)[] scores)
    {
        long now = host.Clock.Now();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PolicyView<LeaderboardPolicy> rules = await host.Cluster.Get<IPolicies<LeaderboardPolicy>>().BetweenAsync(now, now, cancellation);
        PolicyView<LeaguesPolicy> leagues = await host.Cluster.Get<IPolicies<LeaguesPolicy>>().BetweenAsync(now, now, cancellation);
        Catalogue catalogue = await host.Cluster.Get<Catalogues>().GetAsync();
        return new Plan([.. scores.Select(score => new Submitted((UInt128)score.Id, "sum", score.Player, 10, now, now))], catalogue, rules, leagues);
    }

    private static Task<string> ScoresAsync(LeaderboardHost host) => host.Cluster.Database.AskAsync("SELECT player, score FROM scores ORDER BY player");

    private static BusMessage Message(ManualClock clock, params (string Id, string Player)[] scores)
    {
        var batch = new EventBatchBuilder();
        foreach ((string id, string player) in scores)
        {
            batch.Append(new GameEvent
            {
                Type = EventType.ScoreSubmitted,
                Id = Encoding.ASCII.GetBytes(id),
                PlayerId = Encoding.ASCII.GetBytes(player),
                Subject = "sum"u8,
                Value = 10,
                OccurredAt = clock.UtcNow.ToUnixTimeMilliseconds(),
            });
        }

        return new BusMessage(BusMessageKind.Events, batch.Seal(clock.Now()).Bytes);
    }
}
