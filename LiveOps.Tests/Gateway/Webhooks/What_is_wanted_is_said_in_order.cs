using System.Collections.Concurrent;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Idempotency;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>Two who change webhooks at once: the services are left with the newest wish, whatever the bus does meanwhile.</summary>
public sealed class What_is_wanted_is_said_in_order : ICommandLog, IEventBus
{
    private readonly WebhookState _state = new();
    private readonly GatewayJournal _journal;
    private readonly ConcurrentQueue<NoticesWanted> _said = [];
    private bool _fails;

    public What_is_wanted_is_said_in_order() => _journal = new GatewayJournal(new JournaledRequestMemory(new RequestMemoryOptions()), _state);

    [Fact]
    public async Task The_second_says_nothing_before_the_first_was_heard()
    {
        using var webhooks = new JournaledWebhooks(_state, this, this, TimeProvider.System);
        Task one = PutAsync(webhooks, "one", NoticeType.LevelReached), other = PutAsync(webhooks, "other", NoticeType.RewardGranted);
        Assert.Single(_said);
        Assert.False(one.IsCompleted || other.IsCompleted);
        Hear();
        await one;
        for (var patience = new Patience(); _said.Count < 2 && !patience.IsOver; await Task.Delay(1, TestContext.Current.CancellationToken))
        {
        }

        Hear();
        await other;
        Assert.Equal(_state.Wanted, _state.Announced.Types);
        await webhooks.AnnounceAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, _said.Count);
    }

    [Fact]
    public async Task A_webhook_is_made_and_its_secret_told_though_the_bus_takes_nothing_and_what_it_wants_is_said_later()
    {
        using var webhooks = new JournaledWebhooks(_state, this, this, TimeProvider.System);
        _fails = true;
        await PutAsync(webhooks, "one", NoticeType.LevelReached);
        Assert.Empty(_said);
        _fails = false;
        Task later = webhooks.AnnounceAsync(TestContext.Current.CancellationToken);
        Hear();
        await later;
        Assert.Equal(_state.Wanted, _state.Announced.Types);
    }

    Task<object?> ICommandLog.ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation) => Task.FromResult(_journal.Execute(command.Span));

    ValueTask IEventBus.PublishAsync(BusMessage message, CancellationToken cancellation)
    {
        if (_fails)
            throw new BusUnavailableException("a test");
        Assert.True(NoticesWanted.TryRead(message.Payload.Span, out NoticesWanted wanted));
        _said.Enqueue(wanted);
        return ValueTask.CompletedTask;
    }

    private void Hear() => _journal.Apply([new BusMessage(BusMessageKind.NoticesWanted, _said.Last().ToBytes())]);

    private static async Task PutAsync(JournaledWebhooks webhooks, string id, NoticeType type)
    {
        var wish = new WebhookWish("https://example.com/", NoticeTypes.Bit(type), true, "");
        PutResult done = await webhooks.PutAsync(id, wish, new byte[32], new AuditEntry(1, "ada", AuditKinds.Webhook, "make"));
        Assert.NotNull(done.Now);
    }
}
