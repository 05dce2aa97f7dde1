using System.Diagnostics;
using System.Threading.Channels;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using StackExchange.Redis;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Redis;

/// <summary>Questions for who is around players share calls, and each has its own answer.</summary>
public sealed class Around_calls_that_are_shared
{
    private const string Board = "/v1/leaderboards/arena/all";

    private readonly Channel<Call> _asked = Channel.CreateUnbounded<Call>();
    private readonly AroundCalls _calls;

    public Around_calls_that_are_shared() => _calls = new AroundCalls(arguments =>
    {
        var answer = new TaskCompletionSource<RedisResult?>();
        Assert.True(_asked.Writer.TryWrite(new Call(arguments, answer)));
        return answer.Task;
    });

    [Fact]
    public async Task The_first_is_asked_at_once_and_who_comes_meanwhile_shares_the_next_call()
    {
        Task<Neighbours?> first = Ask(0, 1), second = Ask(1, 2), third = Ask(2, 3);
        Answer(await CallAsync("p0 1"));
        Assert.Equal(0, (await first)!.First);
        Call shared = await CallAsync("p1 2 p2 3");
        Assert.False(second.IsCompleted);
        Answer(shared);
        Assert.Equal((1, 2), ((await second)!.First, (await third)!.First));
        Task<Neighbours?> later = Ask(5, 4); // perhaps a quiet moment again
        Answer(await CallAsync("p5 4"));
        Assert.Equal(5, (await later)!.First);
    }

    [Theory]
    [InlineData(1, AroundCalls.Most)]
    [InlineData(AroundCalls.MostEntries / 10, 10)]
    [InlineData(AroundCalls.MostEntries, 1)]
    public async Task A_call_that_is_full_of_questions_or_entries_waits_for_none_that_is_on_its_way(int count, int full)
    {
        Task<Neighbours?>[] asked = [.. Enumerable.Range(0, 1 + 2 * full).Select(n => Ask(n, count)), Ask(1 + 2 * full, 1)];
        Call[] calls = [await CallAsync(), await CallAsync(), await CallAsync()];
        Assert.Equal([1, full, full], calls.Select(call => call.Arguments.Length / 2).Order());
        Assert.False(_asked.Reader.TryPeek(out _));
        Answer(calls[2]);
        Answer(await CallAsync($"p{1 + 2 * full} 1")); // who waited goes when any is back
        Answer(calls[1]);
        Answer(calls[0]);
        Neighbours?[] answers = await Task.WhenAll(asked);
        Assert.Equal(Enumerable.Range(0, asked.Length), answers.Select(found => found!.First));
    }

    [Fact]
    public async Task A_call_that_fails_fails_those_in_it_and_ranks_that_are_not_whole_are_so_for_all_in_it()
    {
        Task<Neighbours?> first = Ask(0, 1), second = Ask(1, 1), third = Ask(2, 1);
        (await CallAsync()).Answer.SetException(new StoreUnavailableException("redis", "is away"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        Call shared = await CallAsync();
        Task<Neighbours?> fourth = Ask(3, 1);
        shared.Answer.SetResult(null);
        Assert.All(await Task.WhenAll(second, third), Assert.Null);
        Answer(await CallAsync("p3 1"));
        Assert.Equal(3, (await fourth)!.First);
    }

    [Fact]
    public async Task A_call_of_many_requests_is_in_the_trace_of_none_and_one_of_one_in_its_own()
    {
        var traced = Channel.CreateUnbounded<Activity?>();
        var back = new TaskCompletionSource();
        var calls = new AroundCalls(async arguments =>
        {
            Assert.True(traced.Writer.TryWrite(Activity.Current));
            await back.Task;
            return Answered(arguments);
        });
        using Activity request = new Activity("request").Start();
        Task<Neighbours?>[] asked = [.. Enumerable.Range(0, 2 + AroundCalls.Most).Select(n => calls.AskAsync($"p{n}", 1))];
        Assert.Same(request, await traced.Reader.ReadAsync());
        Assert.Null(await traced.Reader.ReadAsync()); // the full one
        back.SetResult();
        Assert.Null(await traced.Reader.ReadAsync());
        await Task.WhenAll(asked);
    }

    // Round by round: who is forgotten in one is helped by nobody who comes later.
    [Theory]
    [InlineData(8, 20_000)]
    [InlineData(200, 500)]
    public async Task Who_asks_from_many_threads_is_always_answered_and_by_what_was_asked(int questions, int rounds)
    {
        var calls = new AroundCalls(async arguments =>
        {
            Assert.InRange(arguments.Length / 2, 1, AroundCalls.Most);
            await Task.Yield();
            return Answered(arguments);
        });
        for (int round = 0; round < rounds; round++)
        {
            int first = round * questions;
            Neighbours?[] answers = await Task.WhenAll(Enumerable.Range(first, questions).Select(n => Task.Run(() => calls.AskAsync($"p{n}", 1 + (n % 50))))).WaitAsync(Patience.Whole);
            Assert.Equal(Enumerable.Range(first, questions), answers.Select(found => found!.First));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Each_of_many_at_once_is_answered_right_also_who_has_no_rank_and_while_ranks_are_damaged(SqlKind kind)
    {
        const int players = 100;
        await using RedisServer redis = await RedisServer.StartAsync();
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind, redis), new ManualClock());
        for (int n = 0; n < players; n++)
            await host.ScoreAsync(Name(n), "arena", 1_000 - n);
        await host.ScoreAsync("p0", "race", 7);
        foreach (int limit in (int[])[3, 15, 16, 100]) // from 16 on their number is written differently
            await AllAsync(host, players, limit);

        RankKeys keys = (await host.Cluster.Get<Catalogues>().GetAsync()).Boards["arena"].Tracks[(int)LiveOps.Core.Windows.WindowKind.All].Open[0].Keys;
        Assert.Equal("1", await redis.CommandAsync("DEL", keys.All[1].ToString()));
        Task damaged = AllAsync(host, players, 0);
        Assert.Equal("1 p0 7", LeaderboardHost.Describe(await host.JsonAsync("/v1/leaderboards/race/all/players/p0")));
        await damaged;
    }

    private static async Task AllAsync(LeaderboardHost host, int players, int limit) => await Task.WhenAll(Enumerable.Range(0, 2 * players).Select(async n =>
    {
        if (n >= players)
            Assert.Equal("404 not-ranked", await host.ProblemAsync($"{Board}/players/nobody-{n}"));
        else
            Assert.Equal($"{n + 1} {Name(n)} {1_000 - n}", LeaderboardHost.Describe(await host.JsonAsync($"{Board}/players/{Name(n)}")));
        if (n >= players || limit == 0)
            return;
        int first = Math.Clamp(n - (limit / 2), 0, players - limit);
        Assert.Equal(
            string.Join(", ", Enumerable.Range(first, limit).Select(at => $"{at + 1} {Name(at)} {1_000 - at}")), await host.RanksAsync($"{Board}/players/{Name(n)}/around?limit={limit}"));
    }));

    // Of all lengths that ids have: members are written differently from 32 bytes on.
    private static string Name(int n) => n == 0 ? "p0" : $"p{n}-{new string('x', n % 58)}";

    private Task<Neighbours?> Ask(int n, int count) => _calls.AskAsync($"p{n}", count);

    private async Task<Call> CallAsync(string? arguments = null)
    {
        Call call = await _asked.Reader.ReadAsync();
        Assert.Equal(arguments ?? string.Join(' ', call.Arguments), string.Join(' ', call.Arguments));
        return call;
    }

    private static void Answer(Call call) => call.Answer.SetResult(Answered(call.Arguments));

    // Who is p7 begins at 7.
    private static RedisResult Answered(RedisValue[] arguments) => RedisResult.Create(
        [.. arguments.Chunk(2).SelectMany(asked => (RedisResult[])[RedisResult.Create((RedisValue)asked[0].ToString()[1..]), RedisResult.Create((RedisValue)new byte[] { 1 })])]);

    private sealed record Call(RedisValue[] Arguments, TaskCompletionSource<RedisResult?> Answer);
}
