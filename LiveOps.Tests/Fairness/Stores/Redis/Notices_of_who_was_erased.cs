using LiveOps.Core.Ids;
using LiveOps.Core.Notices;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.ServiceDefaults.Notices;
using StackExchange.Redis;

namespace LiveOps.Tests.Fairness.Stores.Redis;

public sealed class Notices_of_who_was_erased(RedisPlace place) : IClassFixture<RedisPlace>
{
    private readonly RedisWorld _world = new(place);

    [Fact]
    public async Task That_they_are_to_be_forgotten_is_told_though_the_queue_is_full()
    {
        NoticeQueue queue = NoticeQueue.Fairness[PlayerKeys.ShardOf(IdHash.Of("ada"u8))];
        byte[] notice = NoticeFormat.ToBytes(new Notice(NoticeType.PlayerFlagged, "fairness", "bob", 1, "{}"u8.ToArray()));
        await place.Shared.RunAsync("test", redis => redis.SortedSetAddAsync(
            queue.Key, [.. Enumerable.Range(1, NoticeQueue.Most).Select(number => new SortedSetEntry(NoticeQueue.Member(number, notice), number))]));
        _world.Erase("ada");
        RedisValue[] last = await place.Shared.RunAsync("test", redis => redis.SortedSetRangeByRankAsync(queue.Key, -1));
        Notice mark = NoticeQueue.Read(Assert.Single(last)!);
        Assert.Equal((NoticeType.PlayerForgotten, "ada"), (mark.Type, mark.Subject));
    }
}
