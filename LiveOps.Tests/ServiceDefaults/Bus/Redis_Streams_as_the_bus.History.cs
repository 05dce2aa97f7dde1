using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.Bus.RedisStreams;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <content>What is kept of what everybody has had.</content>
public sealed partial class Redis_Streams_as_the_bus
{
    [Fact]
    public async Task So_much_is_kept_as_history_of_what_all_have_had_and_none_of_it_is_backlog()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([], ("BUS_HISTORY_MEGABYTES", "1"), ("BUS_BACKLOG_MEGABYTES", "1"));
        StreamGroup left = world.Group("left"), right = world.Group("right");
        await left.CreateAsync();
        int size = Large("p").Payload.Length;
        for (int round = 0; round < 12; round++)
        {
            // Six a round, of which all have had all: more than the backlog may be, together.
            for (int n = 0; n < 6; n++)
            {
                await world.Bus.PublishAsync(Large($"p{(round * 6) + n}"), TestContext.Current.CancellationToken);
                await Task.Yield();
            }

            foreach (StreamGroup group in new[] { left, right })
            {
                await group.AcknowledgeAsync([.. (await group.ReadNewAsync(null, 100, default)).Select(entry => entry.Id)]);
                Assert.Equal(0, await group.SurveyAsync(5 * size));
            }
        }

        // What shares a millisecond is kept or trimmed together.
        int kept = await world.LengthAsync();
        Assert.InRange(kept, 1, 5);
        string[] read = await ReadAsync(world, 0);
        Assert.Equal(Enumerable.Range(72 - kept, kept).Select(n => $"p{n}"), read);
        await left.SurveyAsync();
        Assert.Equal(0, await world.LengthAsync());
        Assert.Empty(await ReadAsync(world, 0));
    }

    [Fact]
    public async Task The_history_of_all_partitions_comes_in_one_order_from_a_moment_on()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([], ("BUS_HISTORY_MEGABYTES", "1"), ("BUS_PARTITIONS", "3"));
        for (int n = 0; n < 100; n++)
        {
            await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Start + n, TestEvent.Xp($"p{n}", 1)), TestContext.Current.CancellationToken);
            await world.Bus.PublishAsync(new BusMessage(BusMessageKind.PlayerErased, "somebody"u8.ToArray()), TestContext.Current.CancellationToken);
        }

        string[] read = await ReadAsync(world, TestEvent.Start + 40);
        Assert.Equal(Enumerable.Range(40, 60).Select(n => $"p{n}").Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_reads_the_history_may_end_it_before_anything_comes()
    {
        await using RedisWorld world = await RedisWorld.StartAsync([], ("BUS_HISTORY_MEGABYTES", "1"), ("BUS_PARTITIONS", "64"));
        for (int n = 0; n < 100; n++)
            await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Start + n, TestEvent.Xp($"p{n}", 1)), TestContext.Current.CancellationToken);
        Assert.Equal(100, (await ReadAsync(world, TestEvent.Start)).Length);

        // Those of before are passed over. First each partition is asked for where it begins and ends.
        int asked = 0;
        await foreach (ReadOnlyMemory<byte> _ in world.History.ReadAsync(TestEvent.Start + 1000, () => new(++asked == 64 + 10), TestContext.Current.CancellationToken))
            Assert.Fail("it was accepted before");
        Assert.Equal(64 + 10, asked);
    }

    private static BusMessage Large(string player) => TestEvent.Batch([TestEvent.Xp(player, 1), .. Enumerable.Range(0, 400).Select(_ => TestEvent.Kill(player, new string('x', 250)))]);

    private static async Task<string[]> ReadAsync(RedisWorld world, long since)
    {
        var players = new List<string>();
        await foreach (ReadOnlyMemory<byte> payload in world.History.ReadAsync(since, () => new(false), TestContext.Current.CancellationToken))
        {
            Assert.True(EventBatch.TryRead(payload, out EventBatch batch));
            EventBatch.Enumerator events = batch.GetEnumerator();
            Assert.True(events.MoveNext());
            players.Add(Encoding.ASCII.GetString(events.Current.PlayerId));
        }

        return [.. players];
    }
}
