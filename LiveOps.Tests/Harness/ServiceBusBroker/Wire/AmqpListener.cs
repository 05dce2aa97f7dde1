using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Listener;
using Amqp.Sasl;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>Listens on a port of its own of this machine.</summary>
internal sealed class AmqpListener : IDisposable
{
    private readonly Socket _reserved;
    private readonly ContainerHost _host;

    public AmqpListener(ILinkProcessor links, ClientConnections connections)
    {
        // The library cannot tell which port it got, so it is told one. A socket that never listens holds the port: no other gets it between the two.
        _reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _reserved.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)_reserved.LocalEndPoint!).Port;

        _host = new ContainerHost(new Address($"amqp://127.0.0.1:{Port}"));
        _host.RegisterLinkProcessor(links);
        ConnectionListener listener = _host.Listeners[0];
        listener.SASL.EnableMechanism(Cbs.SaslMechanism, SaslProfile.Anonymous);
        listener.AMQP.MaxSessionsPerConnection = 4096; // the client opens one for each link
        listener.HandlerFactory = _ => new ClientConnection(connections);
        _host.Open();
    }

    public int Port { get; }

    public void Dispose()
    {
        _host.Close();
        _reserved.Dispose();
    }
}
