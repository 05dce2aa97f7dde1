using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Fairness.Stores.Redis;

namespace LiveOps.Tests.ServiceDefaults.LiveEvents;

public sealed class Numbers_of_what_is_said(RedisPlace place) : IClassFixture<RedisPlace>
{
    // More than a double holds each of.
    private const long Large = 18_000_000_000_000_002;

    [Fact]
    public async Task Whoever_asks_later_has_a_larger_number_whatever_their_clock_says()
    {
        place.Clear();
        var one = new MultipliersSaid(place.Shared);
        var other = new MultipliersSaid(place.Connect());
        Assert.Equal(1000, await one.NextAsync(999)); // fewer digits
        Assert.Equal(Large, await one.NextAsync(Large));
        Assert.Equal(Large + 2, await other.NextAsync(5));
        Assert.Equal(Large + 4, await one.NextAsync(Large));
        Assert.Equal(Large + 10, await other.NextAsync(Large + 9));
        long[] many = await Task.WhenAll(Enumerable.Range(1, 100).Select(n => (n % 2 == 0 ? one : other).NextAsync(Large)));
        Assert.Equal(Enumerable.Range(1, 100).Select(n => Large + 10 + 2 * n), many.Order());
    }

    [Fact]
    public async Task What_was_said_before_a_change_was_taken_back_is_known_for_it_and_nothing_else_overtakes_it()
    {
        place.Clear();
        var one = new MultipliersSaid(place.Shared);
        var other = new MultipliersSaid(place.Connect());
        long first = await one.NextAsync(Large), second = await other.NextAsync(Large);
        Assert.False(await one.IsTakenBackAsync(first));
        long back = await other.MarkAsync(5, isTakenBack: true), next = await one.NextAsync(5);
        Assert.True(second < back && back < next);
        Assert.True(await one.IsTakenBackAsync(first));
        Assert.True(await one.IsTakenBackAsync(second));
        Assert.False(await one.IsTakenBackAsync(next));
        Assert.True(await one.MarkAsync(5, isTakenBack: false) > next);
        Assert.False(await one.IsTakenBackAsync(next));
    }

    [Fact]
    public async Task What_is_kept_only_rises_and_what_was_numbered_by_a_clock_is_confirmed_to_nobody()
    {
        place.Clear();
        var order = new MultipliersSaid(place.Shared);
        Assert.Equal(0, await order.KeptAsync());
        foreach ((long at, long kept) in new[] { (998L, 998L), (Large, Large), (Large + 2, Large + 2), (Large, Large + 2), (6, Large + 2), (Large + 5, Large + 2) })
        {
            await order.ConfirmAsync(at);
            Assert.Equal(kept, await order.KeptAsync());
        }
    }

    [Fact]
    public async Task While_Redis_is_away_news_goes_on_and_nobody_is_told_that_it_is_kept()
    {
        var gone = new RedisPlace();
        await gone.InitializeAsync();
        await using (gone)
        {
            var order = new MultipliersSaid(gone.Shared);
            Assert.Equal(8, await order.NextAsync(8));
            await gone.Server.KillAsync();
            Assert.Equal(3, await order.NextAsync(2));
            Assert.Equal(3, await order.NextAsync(3));
            Assert.False(await order.IsTakenBackAsync(3));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => order.MarkAsync(4, isTakenBack: true));
            await order.ConfirmAsync(4);
            await Assert.ThrowsAsync<StoreUnavailableException>(order.KeptAsync);
        }
    }
}
