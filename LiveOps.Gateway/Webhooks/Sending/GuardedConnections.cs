using System.Net;
using System.Net.Sockets;

namespace LiveOps.Gateway.Webhooks.Sending;

/// <summary>
/// Connects to receivers: to public addresses alone, or to what is named. The address that is connected to is the one that was judged, so a name that means another machine a moment
/// later leads nowhere.
/// </summary>
internal sealed class GuardedConnections(WebhookSettings settings)
{
    /// <summary>Connects.</summary>
    /// <exception cref="ForbiddenAddressException">No address of the host may be called.</exception>
    /// <exception cref="SocketException">None answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        string host = context.DnsEndPoint.Host;
        IPAddress[] addresses = IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        if (!settings.MayBePrivate(host))
            addresses = Array.FindAll(addresses, PublicAddresses.Contain);
        if (addresses.Length == 0)
            throw new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
