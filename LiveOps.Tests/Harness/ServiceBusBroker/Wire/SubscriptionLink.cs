using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>A client receives from a subscription, or from its dead letters. Locks outlive the link: they end when their time is over.</summary>
internal sealed class SubscriptionLink : LinkEndpoint, IReader
{
    private readonly string _address;
    private readonly MessageQueue _queue;
    private readonly BrokerFaults _faults;
    private readonly ListenerLink _link;
    private readonly ClientConnection _client;
    private readonly ConcurrentQueue<Action> _outbox = new();
    private int _credit, _sending;
    private volatile bool _stopped;

    public SubscriptionLink(string address, MessageQueue queue, BrokerFaults faults, ListenerLink link, Attach attach)
    {
        _address = address;
        _queue = queue;
        _faults = faults;
        _link = link;
        _client = ClientConnection.Of(link);
        Deletes = attach.SndSettleMode == SenderSettleMode.Settled;
        queue.Add(this);
        link.AddClosedCallback((_, _) => Stop()); // earlier than OnLinkClosed: by then the library has released what was on its way
        _client.Add(this);
    }

    public bool Deletes { get; }

    public bool IsSending => Volatile.Read(ref _sending) > 0;

    public int Credit => Volatile.Read(ref _credit);

    /// <summary>Nothing is locked for it any more.</summary>
    public void Stop()
    {
        _stopped = true;
        _client.Remove(this);
        _queue.Remove(this);
    }

    public bool TryUseCredit()
    {
        while (Volatile.Read(ref _credit) is var credit and > 0 && !_stopped)
        {
            if (Interlocked.CompareExchange(ref _credit, credit - 1, credit) == credit)
                return true;
        }

        return false;
    }

    public void Send(Message message, Guid lockToken) => Post(() => SendNow(new OutgoingMessage(message, lockToken)));

    public override void OnFlow(FlowContext flowContext) => _ = GiveAsync(flowContext.Messages, flowContext.Link.IsDraining);

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        // A link that is closed releases its deliveries here, by the library; the service does not.
        if (!_stopped && !Deletes && dispositionContext.Message is OutgoingMessage message)
            _ = SettleAsync(message, dispositionContext.DeliveryState, dispositionContext.Settled);
    }

    private async Task GiveAsync(int credit, bool drain)
    {
        if (credit > 0)
        {
            Verdict verdict = await _faults.MeetAsync(BrokerOperation.Receive, _address, () =>
            {
                Interlocked.Add(ref _credit, credit);
                _queue.Dispatch();
            });
            if (verdict.Ending == Ending.Refused)
                _link.Close(TimeSpan.Zero, verdict.Error);
            else if (verdict.Ending == Ending.Broken)
                _client.Break();
        }

        if (credit < 0 || drain)
        {
            // What was handed out before is sent before: a message sent after its credit was given back is one that the client never sees.
            _queue.HoldingStill(() =>
            {
                Interlocked.Exchange(ref _credit, 0);
                if (drain)
                    Post(_link.CompleteDrain);
            });
        }
    }

    private async Task SettleAsync(OutgoingMessage message, DeliveryState state, bool settled)
    {
        if (settled)
        {
            Release(message.LockToken); // nobody had asked for it, and nobody waits for an answer
            return;
        }

        Settlement settlement = Settlement.Of(state, message.LockToken, _queue);
        Verdict verdict = await _faults.MeetAsync(settlement.Operation, _address, settlement.Do);
        switch (verdict.Ending)
        {
            case Ending.Done:
                _link.DisposeMessage(message, settlement.Answer, true);
                break;
            case Ending.Refused:
                _link.DisposeMessage(message, new Rejected { Error = verdict.Error }, true);
                break;
            case Ending.Broken:
                _client.Break();
                break;
        }
    }

    // Sending takes locks of the library's, under which it may call us: never under the queue's lock, and one at a time to keep the order.
    private void Post(Action send)
    {
        _outbox.Enqueue(send);
        if (Interlocked.Increment(ref _sending) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(_ => SendAll(), null);
    }

    private void SendAll()
    {
        do
        {
            if (_outbox.TryDequeue(out Action? send))
                send();
        }
        while (Interlocked.Decrement(ref _sending) > 0);
    }

    private void SendNow(OutgoingMessage message)
    {
        try
        {
            _link.SendMessage(message);
        }
        catch (AmqpException)
        {
            // The link was closed meanwhile. What was to be deleted when sent is lost, as receive-and-delete has it.
            Release(message.LockToken);
        }
    }

    private void Release(Guid token)
    {
        try
        {
            _queue.Release(token);
        }
        catch (AmqpException)
        {
            // Its lock has ended.
        }
    }
}
