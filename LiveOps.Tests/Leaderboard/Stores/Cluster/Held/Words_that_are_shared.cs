using System.Threading.Channels;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Held;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Held;

/// <summary>Questions that come while Redis is asked what has changed share its next word: each has one that came after it.</summary>
public sealed class Words_that_are_shared
{
    private readonly Channel<Call> _asked = Channel.CreateUnbounded<Call>();
    private readonly FollowedPeriod _period;

    public Words_that_are_shared()
    {
        var period = new StoredPeriod(1, new SharedBoard("arena", true), WindowKind.All, new Period("all", 0, long.MaxValue), 0, new RankKeys("arena", true));
        _period = new FollowedPeriod(period, AskAsync, new HeldRoom(1 << 20, NullLogger.Instance), ClusterBoards.HoldsAll, new ManualClock());

        Task<RedisResult?> AskAsync(RedisValue[] arguments)
        {
            var answer = new TaskCompletionSource<RedisResult?>();
            Assert.True(_asked.Writer.TryWrite(new Call(string.Join(' ', arguments), answer)));
            return answer.Task;
        }
    }

    [Fact]
    public async Task The_first_is_asked_at_once_and_who_comes_meanwhile_shares_the_next()
    {
        await LoadAsync();
        Task<bool> first = _period.CatchUpAsync(), second = _period.CatchUpAsync(), third = _period.CatchUpAsync();
        Call alone = await CallAsync("7   ");
        Assert.False(_asked.Reader.TryPeek(out _));
        Answer(alone);
        Assert.True(await first);
        Call shared = await CallAsync("7   ");
        Assert.False(second.IsCompleted || third.IsCompleted);
        Task<bool> fourth = _period.CatchUpAsync(); // this word may be older than it
        Answer(shared);
        Assert.True(await second && await third);
        Answer(await CallAsync("7   "));
        Assert.True(await fourth);
        Assert.False(_asked.Reader.TryPeek(out _));
    }

    [Fact]
    public async Task A_call_that_fails_fails_those_in_it_and_ranks_that_are_not_whole_are_let_go_of()
    {
        await LoadAsync();
        Task<bool> first = _period.CatchUpAsync(), second = _period.CatchUpAsync(), third = _period.CatchUpAsync();
        (await CallAsync("7   ")).Answer.SetException(new StoreUnavailableException("redis", "is away"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        (await CallAsync("7   ")).Answer.SetException(new StoreUnavailableException("redis", "is away"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => third);
        Assert.True(_period.IsHeld);
        Task<bool> fourth = _period.CatchUpAsync();
        (await CallAsync("7   ")).Answer.SetResult(null);
        Assert.False(await fourth);
        Assert.False(_period.IsHeld);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        Task<bool> asked = _period.CatchUpAsync();
        Call load = await CallAsync(" 1200000 0 250");
        load.Answer.SetResult(RedisResult.Create([Value("7"), Value("0"), Value("1.5"), RedisResult.Create(Array.Empty<RedisResult>()), Value("0"), RedisResult.Create((RedisValue)new byte[] { 0x90 })]));
        Answer(await CallAsync("7   "));
        Assert.True(await asked);
    }

    private async Task<Call> CallAsync(string arguments)
    {
        Call call = await _asked.Reader.ReadAsync().AsTask().WaitAsync(Patience.Whole);
        Assert.Equal(arguments, call.Arguments);
        return call;
    }

    private static void Answer(Call call) => call.Answer.SetResult(RedisResult.Create([Value("7"), Value("0"), Value("1.5")]));

    private static RedisResult Value(string text) => RedisResult.Create((RedisValue)text);

    private sealed record Call(string Arguments, TaskCompletionSource<RedisResult?> Answer);
}
