using LiveOps.Client;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;

namespace LiveOps.Tests.Client;

/// <summary>Clocks that jump, servers that ask for patience, a game that throws: the events go on.</summary>
public sealed class When_much_goes_wrong_at_once : IDisposable
{
    private readonly HeardGateway _gateway = new();
    private readonly ShiftedClock _clock = new(TimeSpan.Zero);

    [Fact]
    public async Task A_clock_that_is_set_back_stops_nothing()
    {
        await using LiveOpsClient client = Client();
        client.Add(GameEvent.Xp("ada", 1).WithId("e-1"));
        _gateway.Next.Enqueue((503, "overloaded", 0));
        await _clock.DelayAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        await client.PumpAsync();
        Assert.Empty(_gateway.Accepted);

        _clock.Set(TimeSpan.FromHours(-5));
        await _clock.DelayAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        await client.PumpAsync();

        Assert.Equal(["e-1"], _gateway.Accepted);
    }

    [Fact]
    public async Task Nothing_has_happened_later_than_now_though_the_device_said_so_and_a_request_that_is_sent_again_says_the_same()
    {
        _clock.Set(TimeSpan.FromHours(30));
        await using LiveOpsClient client = Client();
        client.Add(GameEvent.Xp("ada", 1));
        _gateway.Next.Enqueue((503, "overloaded", 0));
        await client.FlushAsync();
        Assert.InRange(Assert.Single(_gateway.Times), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.Single(_gateway.Requests.Distinct());

        _clock.Set(TimeSpan.FromHours(10)); // once more, after the time was learned
        client.Add(GameEvent.Xp("ada", 1));
        _gateway.Next.Enqueue((401, "stale-timestamp", 0));
        await client.FlushAsync();
        Assert.InRange(Assert.Single(_gateway.Times), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.Equal(2, _gateway.Accepted.Count);
    }

    [Fact]
    public async Task A_game_that_throws_wherever_it_is_told_something_loses_nothing()
    {
        await using LiveOpsClient client = Client(options =>
        {
            options.Sending.OnRetry = _ => throw new InvalidOperationException("the game's");
            options.Sending.OnVerdict = _ => throw new OperationCanceledException();
            options.Sending.OnFault = fault => throw fault;
        });
        client.Add(GameEvent.Xp("ada", 1).WithId("e-1"));
        _gateway.Next.Enqueue((503, "overloaded", 0));

        await client.FlushAsync();

        Assert.Equal((1L, 0), (client.Status.Accepted, client.Status.Outbox.Waiting));
    }

    [Fact]
    public async Task Who_flushes_waits_as_long_as_the_server_asked_the_loop_to()
    {
        await using LiveOpsClient client = Client();
        client.Add(GameEvent.Xp("ada", 1));
        _gateway.Next.Enqueue((429, "quota-exceeded", 60));
        await _clock.DelayAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        TimeSpan before = _clock.Elapsed; // the machine may be slow, and some of the time pass by itself
        await client.PumpAsync();
        Assert.Single(_gateway.Requests);

        await client.FlushAsync();

        Assert.InRange(_clock.Pauses[^1].TotalSeconds, 0, 120);
        Assert.True((_clock.Elapsed - before).TotalSeconds >= 55, $"{_clock.Elapsed - before}");
        Assert.Single(_gateway.Accepted);
    }

    [Fact]
    public async Task An_id_that_was_used_is_changed_at_once_and_then_only_after_pauses()
    {
        await using LiveOpsClient client = Client();
        client.Add(GameEvent.Xp("ada", 1));
        for (int i = 0; i < 4; i++)
            _gateway.Next.Enqueue((422, "idempotency-key-reused", 0));

        await client.FlushAsync();

        Assert.Equal((5, 5, 3), (_gateway.Requests.Count, _gateway.Requests.Distinct().Count(), _clock.Pauses.Count));
    }

    [Fact]
    public async Task A_client_that_is_disposed_of_under_those_who_add_ends_them_and_frees_its_folder()
    {
        for (int round = 0; round < 3; round++)
        {
            using var folder = new TempFolder();
            LiveOpsClient client = Client(options => options.Outbox = new OutboxOptions { Folder = folder.File("outbox") });
            int kept = 0;
            Task[] adding = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                try
                {
                    while (client.Add(GameEvent.Xp("ada", 1)) == AddOutcome.Kept)
                        Interlocked.Increment(ref kept);
                }
                catch (ObjectDisposedException)
                {
                    // As it must be.
                }
            }))];
            while (Volatile.Read(ref kept) < 20)
                await Task.Yield();
            await client.DisposeAsync();
            await Task.WhenAll(adding).WaitAsync(Patience.Whole, TimeProvider.System);

            using Outbox again = Outbox.Open(new OutboxOptions { Folder = folder.File("outbox") });
            Assert.Equal((kept, 0L), (again.Counts.Waiting, again.Counts.TornBytes));
        }
    }

    public void Dispose() => _gateway.Dispose();

    private LiveOpsClient Client(Action<LiveOpsOptions>? more = null) => _gateway.Client(_clock, ClientKey.Game(RecordedServer.Secret), more);
}
