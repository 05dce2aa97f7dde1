using System.Collections.Concurrent;
using System.Text;
using LiveOps.Client;
using LiveOps.Client.Clocks;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;
using LiveOps.Tests.House.Locks;

namespace LiveOps.Tests.Client;

/// <summary>What several threads share of a client without a lock.</summary>
public sealed class Threads_that_share_a_client
{
    private const int Rounds = 5_000;

    [Fact]
    public async Task No_id_is_made_twice()
    {
        var ids = new EventIds();
        var made = new ConcurrentBag<string>();
        await Crowd.RunAsync(_ =>
        {
            byte[] id = new byte[64];
            for (int i = 0; i < Rounds; i++)
                made.Add(Encoding.ASCII.GetString(id, 0, ids.Write(id)));
        });

        Assert.Equal(Crowd.Size * Rounds, made.Distinct().Count());
        Assert.All(made.Take(100), id => Assert.True(GameIds.IsValid(id)));
    }

    [Fact]
    public async Task An_offset_is_always_one_that_was_learned()
    {
        var clock = new ServerClock(ClientClock.Machine);
        var at = new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);
        await Crowd.WatchAsync(
            () =>
            {
                for (int i = 0; i < Rounds; i++)
                    clock.Learn(at + TimeSpan.FromHours(i % 2 == 0 ? 5 : -5), at, at);
            },
            () => Assert.Contains(Math.Abs(clock.Offset.TotalHours), new[] { 0.0, 5.0 }));
    }

    [Fact]
    public async Task Events_are_handed_in_while_the_key_changes()
    {
        await using var client = new LiveOpsClient(new LiveOpsOptions());
        await Crowd.WatchAsync(
            () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    client.UseKey(ClientKey.Game($"a secret of the game's, number {i:D9}"));
                    Assert.Equal(AddOutcome.Kept, client.Add(GameEvent.Xp("ada", 1)));
                }
            },
            () => Assert.InRange(client.Status.Outbox.Waiting, 0, 100));
        Assert.Equal(100, client.Status.Outbox.Waiting);
    }
}
