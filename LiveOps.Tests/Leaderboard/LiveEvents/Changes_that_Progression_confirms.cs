using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.Leaderboard.Stores.LiveEvents;
using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.LiveEvents;

/// <summary>In a cluster, what is multiplied otherwise within a minute is so once Progression has confirmed it, or not at all.</summary>
public sealed class Changes_that_Progression_confirms
{
    private const string Double = """{"liveEvents":[{"id":"double","opensAt":"2026-11-20T11:00:00Z","closesAt":"2026-11-20T14:00:00Z","multipliers":{"xp_gained":2,"counter_added":2}}]}""";
    private const string Board = """{"liveEvents":[{"id":"double","opensAt":"2026-11-20T11:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{}}]}""";

    private const string Unknown = "The change of version 1 was taken back, but that is not confirmed either: should Progression have taken it up, events accepted from 2026-11-20T12:00:04Z on may count by it until it takes that up, too. Try again, or";

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    // A little longer than a change waits for its confirmation.
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2.6);

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_is_not_confirmed_in_time_is_taken_back_and_nothing_was_multiplied(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(boards, new ManualClock(Noon), """{"boards":{"racers":{"counter":"races"}}}""");
        boards.IsConfirmed = line => !IsDouble(line);
        Answer refused = await UnconfirmedAsync(host, calls => calls.PutAsync(Double, "\"0\"", "now"), IsDouble, InTime, "1 calledOff");
        Assert.Equal("503 unavailable", refused.Problem);
        Assert.Contains("Progression has not confirmed that it has what is multiplied, so nothing was changed. Try again, or make the change a minute ahead with effectiveAt", refused.Body, StringComparison.Ordinal);
        Assert.Equal(["1 calledOff"], await VersionsAsync(host));
        Assert.True(Lines(host)[^1].SaysTheSame(EventMultipliers.None));
        string[] audit = [.. (await host.OperatorsAsync(HttpMethod.Get, "/v1/audit?kind=policy")).GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("version")}")];
        Assert.Equal(["change 1", "take-back 1"], audit.Order());
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await host.CountAsync("ann", "races", 3);
        Assert.Equal("1 ann 3", await host.RanksAsync("/v1/leaderboards/racers/all"));

        boards.IsConfirmed = _ => true;
        Answer made = await host.DocumentOf("live-events").PutAsync(Double, "\"0\"", "again");
        Assert.True(made.Status == 200, made.Body);
        Assert.True(made.Json.GetProperty("inForce").GetBoolean());
        Assert.Equal(200, Lines(host)[^1].Of(EventType.XpGained, host.Clock.Now()));
        await host.CountAsync("ann", "races", 3);
        Assert.Equal("1 ann 9", await host.RanksAsync("/v1/leaderboards/racers/all"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Where_taking_back_is_not_confirmed_either_the_answer_tells_what_may_be(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(boards, new ManualClock(Noon));
        boards.IsConfirmed = _ => false;
        Answer refused = await UnconfirmedAsync(host, calls => calls.PutAsync(Double, "\"0\"", "now"), IsDouble, InTime, "1 calledOff");
        Assert.Equal("503 unavailable", refused.Problem);
        Assert.Contains(Unknown, refused.Body, StringComparison.Ordinal);
        Assert.True(await host.Service<MultipliersSaid>().IsTakenBackAsync(Lines(host).Last(IsDouble).At));
        Assert.False(await host.Service<MultipliersSaid>().IsTakenBackAsync(Lines(host)[^1].At));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_bus_that_does_not_answer_keeps_no_change_from_being_taken_back_in_time(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock(Noon));
        var answers = new TaskCompletionSource();
        host.Bus.Heard = _ => answers.Task;
        Answer refused = await UnconfirmedAsync(host, calls => calls.PutAsync(Double, "\"0\"", "now"), IsDouble, InTime, "1 calledOff");
        Assert.Equal("503 unavailable", refused.Problem);
        Assert.Contains(Unknown, refused.Body, StringComparison.Ordinal);
        Assert.True(await host.Service<MultipliersSaid>().IsTakenBackAsync(Assert.Single(Lines(host)).At)); // however late it comes
        answers.SetResult();
        await PassAsync(host.Clock, () => !IsDouble(Lines(host)[^1]), TimeSpan.FromSeconds(5));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_Redis_that_does_not_answer_keeps_no_change_from_being_taken_back_in_time(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(boards, new ManualClock(Noon));
        host.Bus.Heard = message =>
        {
            // Not at what is said before it: the change itself would take a number first, and wait a minute for that.
            if (message.Kind == BusMessageKind.LiveEvents && EventMultipliers.TryRead(message.Payload.Span, out EventMultipliers line) && IsDouble(line))
                redis.Freeze();
            return Task.CompletedTask;
        };
        Answer refused;
        try
        {
            refused = await UnconfirmedAsync(host, calls => calls.PutAsync(Double, "\"0\"", "now"), IsDouble, InTime, "1 calledOff");
        }
        finally
        {
            host.Bus.Heard = null;
            redis.Thaw();
        }

        Assert.Equal("503 unavailable", refused.Problem);
        Assert.Contains(Unknown, refused.Body, StringComparison.Ordinal);
        await PassAsync(host.Clock, () => !IsDouble(Lines(host)[^1]), TimeSpan.FromSeconds(5)); // it is said once Redis is back
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Of_two_changes_at_once_none_goes_by_what_the_other_has_not_had_confirmed(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(boards, new ManualClock(Noon));
        boards.IsConfirmed = line => !IsDouble(line);
        DocumentCalls calls = host.DocumentOf("live-events", isPassing: false);
        Task<Answer> first = calls.PutAsync(Double, "*", "double");
        await Eventually.TrueAsync(() => Lines(host).Any(IsDouble));
        Answer second = await UnconfirmedAsync(host, _ => calls.PutAsync(Double.Replace("\"double\",", "\"double\",\"title\":\"Double\",", StringComparison.Ordinal), "*", "with a title"), IsDouble, InTime, "2 calledOff");
        await BackAsync(host, "1 calledOff");
        await PassAsync(host.Clock, () => first.IsCompleted, TimeSpan.FromSeconds(3));
        Assert.Equal(["503 unavailable", "503 unavailable"], [(await first).Problem, second.Problem]);
        Assert.False(IsDouble(Lines(host)[^1]));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_changes_later_or_multiplies_nothing_waits_for_nobody_and_calling_off_within_the_minute_does(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind, redis);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(boards, new ManualClock(Noon));
        boards.IsConfirmed = _ => false;
        Answer plain = await host.DocumentOf("live-events").PutAsync(Board, "\"0\"", "multiplies nothing");
        Assert.True(plain.Status == 200, plain.Body);
        DateTimeOffset at = Noon.AddMinutes(5);
        Answer later = await host.DocumentOf("live-events").PutAsync(Board.Replace("\"board\":{}", "\"board\":{},\"multipliers\":{\"xp_gained\":2}", StringComparison.Ordinal), "\"1\"", "later", at);
        Assert.True(later.Status == 200, later.Body);
        host.Clock.Advance(at - TimeSpan.FromSeconds(6) - host.Clock.UtcNow);
        boards.IsConfirmed = line => line.Of(EventType.XpGained, UnixTicks.Of(at)) == 200;
        Answer refused = await UnconfirmedAsync(host, calls => calls.SendAsync(HttpMethod.Delete, "/scheduled/2"), line => line.Of(EventType.XpGained, UnixTicks.Of(at)) == 100, TimeSpan.FromSeconds(4.6), "2 scheduled");
        Assert.Equal("503 unavailable", refused.Problem);
        Assert.Contains("so nothing was changed. Try again.", refused.Body, StringComparison.Ordinal);
        Assert.Equal(["2 scheduled", "1 inForce"], await VersionsAsync(host));
        Assert.Equal(200, Lines(host)[^1].Of(EventType.XpGained, UnixTicks.Of(at)));

        boards.IsConfirmed = _ => true;
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        DateTimeOffset back = at.AddSeconds(50);
        Assert.Equal(200, (await host.DocumentOf("live-events").PutAsync(Board, "\"2\"", "back", back)).Status);
        Assert.Equal(100, Lines(host)[^1].Of(EventType.XpGained, UnixTicks.Of(back)));
        Assert.Equal(204, (await host.DocumentOf("live-events").SendAsync(HttpMethod.Delete, "/scheduled/3")).Status);
        Assert.Equal(["3 calledOff", "2 inForce", "1 past"], await VersionsAsync(host));
        Assert.Equal(200, Lines(host)[^1].Of(EventType.XpGained, UnixTicks.Of(back)));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_a_replica_wrote_that_ended_before_saying_it_is_said_by_another_before_its_time(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock(Noon));
        IPolicyStore store = host.Service<SqlPolicyStore<LeaderboardContext>>();
        PolicyWrite write = PolicyHistory.Empty.Make(new PolicyDraft("ann", "now", PolicyText.Pack(Encoding.UTF8.GetBytes(Double))), host.Clock.Now(), store.LeadOf("live-events"))!;
        PolicyVersion made = (await store.TryWriteAsync("live-events", write, TestContext.Current.CancellationToken))!;
        Assert.Equal(UnixTicks.Of(Noon) + ConfirmedPolicyStore.Lead, made.EffectiveAt);
        await PassAsync(host.Clock, () => Lines(host).Any(line => line.Of(EventType.XpGained, made.EffectiveAt) == 200), TimeSpan.FromSeconds(2));
    }

    // Time passes once the change is said, but hardly any while it is taken back: however slow the machine is, there is time left for that.
    private static async Task<Answer> UnconfirmedAsync(LeaderboardHost host, Func<DocumentCalls, Task<Answer>> change, Predicate<EventMultipliers> isChange, TimeSpan patience, string back)
    {
        int said = Lines(host).Length;
        Task<Answer> answer = change(host.DocumentOf("live-events", isPassing: false));
        // What is said may still be of what was there before: what was changed a moment later would have its time from then on.
        for (var written = new Patience(); (await VersionsAsync(host)).Any(version => version == back) || !(await VersionsAsync(host)).Any(version => version.Split(' ')[0] == back.Split(' ')[0]); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.False(written.IsOver, "it is not made");
        await Eventually.TrueAsync(() => Lines(host).Skip(said).Any(line => isChange(line)));
        host.Clock.Advance(patience);
        await BackAsync(host, back);
        await PassAsync(host.Clock, () => answer.IsCompleted, TimeSpan.FromSeconds(3));
        return await answer;
    }

    private static async Task BackAsync(LeaderboardHost host, params string[] back)
    {
        var patience = new Patience();
        for (int passed = 0; (await VersionsAsync(host)).Intersect(back).Count() < back.Length; passed++)
        {
            Assert.False(patience.IsOver, "it is not taken back");
            await Task.Delay(20, TestContext.Current.CancellationToken);
            if (passed < 200)
                host.Clock.Advance(TimeSpan.FromMilliseconds(1)); // what another stood in the way of is tried again
        }
    }

    private static async Task PassAsync(ManualClock clock, Func<bool> isSo, TimeSpan most)
    {
        DateTimeOffset end = clock.UtcNow + most;
        for (var patience = new Patience(); !isSo() && !patience.IsOver; await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            if (clock.UtcNow < end)
                clock.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.True(isSo());
    }

    private static bool IsDouble(EventMultipliers line) => line.Of(EventType.XpGained, UnixTicks.Of(Noon.AddMinutes(1))) == 200;

    private static async Task<string[]> VersionsAsync(LeaderboardHost host) =>
        [.. (await host.DocumentOf("live-events").GetAsync("/versions")).Json.GetProperty("versions").EnumerateArray().Select(version => $"{version.GetProperty("version")} {version.GetProperty("status").GetString()}")];

    private static EventMultipliers[] Lines(LeaderboardHost host) => [.. host.Bus.Said.Where(message => message.Kind == BusMessageKind.LiveEvents)
        .Select(message => EventMultipliers.TryRead(message.Payload.Span, out EventMultipliers said) ? said : throw new InvalidDataException())];
}
