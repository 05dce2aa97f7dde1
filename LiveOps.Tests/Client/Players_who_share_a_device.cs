using LiveOps.Client;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Sending;
using LiveOps.Client.Signing;

namespace LiveOps.Tests.Client;

/// <summary>One client, and keys of one player after another: what waits of one is not lost to another's key.</summary>
public sealed class Players_who_share_a_device : IDisposable
{
    private readonly HeardGateway _gateway = new();
    private readonly ShiftedClock _clock = new(TimeSpan.Zero);

    [Fact]
    public async Task What_waits_of_a_player_waits_for_a_key_of_theirs_and_is_sent_in_order_also_after_a_restart()
    {
        using var folder = new TempFolder();
        await using (LiveOpsClient client = Open(folder, null))
        {
            for (int i = 1; i <= 5; i++)
                client.Add(GameEvent.Xp("ada", 1).WithId($"a-{i}"));
            client.UseKey(HeardGateway.KeyOf("bob"));
            client.Add(GameEvent.Xp("bob", 1).WithId("b-1"));
            await client.FlushAsync();
            client.Add(GameEvent.Xp("ada", 1).WithId("a-6"));
            client.Add(GameEvent.Xp("bob", 1).WithId("b-2"));
            await client.FlushAsync();

            Assert.Equal(["b-1", "b-2"], _gateway.Accepted);
            Assert.Equal((6, 0L), (client.Status.Outbox.Waiting, client.Status.Rejected));
        }

        await using LiveOpsClient again = Open(folder, HeardGateway.KeyOf("ada"));
        again.Add(GameEvent.Xp("ada", 1).WithId("a-7"));
        await again.FlushAsync();

        Assert.Equal(["b-1", "b-2", .. Enumerable.Range(1, 7).Select(i => $"a-{i}")], _gateway.Accepted);
    }

    [Fact]
    public async Task Through_hundreds_of_rounds_each_players_events_stay_in_order()
    {
        await using LiveOpsClient client = _gateway.Client(_clock, null, options => options.Sending.BatchSize = 2);
        int ada = 0, bob = 0;
        for (int round = 0; round < 270; round++)
        {
            if (round % 90 < 2)
                client.Add(GameEvent.Xp("ada", 1).WithId($"a-{++ada}"));
            client.Add(GameEvent.Xp("bob", 1).WithId($"b-{++bob}"));
            client.UseKey(HeardGateway.KeyOf("bob"));
            await client.FlushAsync();
            Assert.Equal($"b-{bob}", _gateway.Accepted[^1]);
        }

        client.UseKey(ClientKey.Game(RecordedServer.Secret));
        await client.FlushAsync();

        Assert.Equal(Enumerable.Range(1, ada).Select(i => $"a-{i}"), _gateway.Accepted.Where(id => id[0] == 'a'));
        Assert.Equal(Enumerable.Range(1, bob).Select(i => $"b-{i}"), _gateway.Accepted.Where(id => id[0] == 'b'));
    }

    [Fact]
    public async Task Where_only_others_wait_nothing_is_sent_or_written_again_and_the_loop_rests()
    {
        using var folder = new TempFolder();
        await using LiveOpsClient client = Open(folder, HeardGateway.KeyOf("bob"));
        for (int i = 1; i <= 5; i++)
            client.Add(GameEvent.Xp("ada", 1).WithId($"a-{i}"));
        await client.FlushAsync();
        long length = new DirectoryInfo(folder.File("outbox")).GetFiles("*.events").Sum(file => file.Length);
        for (int i = 0; i < 10; i++)
        {
            await _clock.DelayAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
            await client.PumpAsync();
        }

        Assert.Equal(length, new DirectoryInfo(folder.File("outbox")).GetFiles("*.events").Sum(file => file.Length));
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public void Of_generations_the_later_is_known_also_where_they_begin_again()
    {
        byte one = 0;
        for (int i = 0; i < 1000; i++)
        {
            byte next = Generation.After(one);
            Assert.True(Generation.IsBefore(one, next) && !Generation.IsBefore(next, one) && next != 0);
            Assert.True(Generation.IsBefore(0, next) && Generation.Later(one, next) == next);
            one = next;
        }
    }

    public void Dispose() => _gateway.Dispose();

    private LiveOpsClient Open(TempFolder folder, ClientKey? key) => _gateway.Client(_clock, key, options =>
    {
        options.Outbox = new OutboxOptions { Folder = folder.File("outbox") };
        options.Sending.BatchSize = 2;
    });
}
