using System.Net.Sockets;
using Amqp.Handler;
using Amqp.Listener;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>A client's connection: it can be broken, and gives deliveries the tags that the client knows locks by.</summary>
internal sealed class ClientConnection(ClientConnections all) : IHandler
{
    private const string Key = "client";

    private readonly Lock _gate = new();
    private readonly HashSet<SubscriptionLink> _readers = [];
    private Socket? _socket;
    private bool _broken;

    /// <summary>Whose a link is.</summary>
    public static ClientConnection Of(ListenerLink link) => (ClientConnection)((ListenerConnection)link.Session.Connection).Properties[Key];

    public bool CanHandle(EventId id) => id is EventId.SocketAccept or EventId.ConnectionAccept or EventId.SendDelivery;

    public void Handle(Event protocolEvent)
    {
        switch (protocolEvent.Id)
        {
            case EventId.SocketAccept:
                _socket = (Socket)protocolEvent.Context;
                all.Add(this);
                break;
            case EventId.ConnectionAccept:
                var connection = (ListenerConnection)protocolEvent.Connection;
                connection.Properties[Key] = this;
                connection.AddClosedCallback((_, _) => all.Remove(this));
                break;
            case EventId.SendDelivery when protocolEvent.Context is IDelivery { Message: OutgoingMessage message } delivery:
                delivery.Tag = message.LockToken.ToByteArray();
                break;
        }
    }

    public void Add(SubscriptionLink reader)
    {
        bool broken;
        lock (_gate)
        {
            broken = _broken;
            _readers.Add(reader);
        }

        if (broken)
            reader.Stop();
    }

    public void Remove(SubscriptionLink reader)
    {
        lock (_gate)
            _readers.Remove(reader);
    }

    /// <summary>Breaks it off without a word, and before that stops reading: nothing is locked for who is gone.</summary>
    public void Break()
    {
        SubscriptionLink[] readers;
        lock (_gate)
        {
            _broken = true;
            readers = [.. _readers];
        }

        foreach (SubscriptionLink reader in readers)
            reader.Stop();
        try
        {
            _socket!.LingerState = new LingerOption(true, 0); // a reset, not a farewell
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }

        _socket!.Dispose();
    }
}
