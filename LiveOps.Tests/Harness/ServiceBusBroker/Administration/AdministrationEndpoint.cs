using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Administration;

/// <summary>
/// Tells by HTTP how much waits in a subscription: as much as <c>ServiceBusAdministrationClient.GetSubscriptionRuntimePropertiesAsync</c> asks for.
/// One request a connection, <c>GET /events/Subscriptions/leaderboard</c>, answered with an entry of Atom.
/// </summary>
internal sealed class AdministrationEndpoint : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Namespace _entities;
    private readonly BrokerFaults _faults;
    private readonly Func<bool> _isDown;

    public AdministrationEndpoint(Namespace entities, BrokerFaults faults, Func<bool> isDown)
    {
        _entities = entities;
        _faults = faults;
        _isDown = isDown;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken stop = _stop.Token;
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(stop), stop);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The broker is closed.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using TcpClient connection = client;
        try
        {
            if (_isDown())
                return;
            using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII, false, 1024, leaveOpen: true);
            string? request = await reader.ReadLineAsync(stop);
            while (await reader.ReadLineAsync(stop) is { Length: > 0 })
            {
                // Headers say nothing that matters here.
            }

            if (request?.Split(' ') is ["GET", var target, _] && await AnswerAsync(target) is { } answer)
                await connection.GetStream().WriteAsync(answer, stop);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or the broker is closed.
        }
    }

    private async Task<byte[]?> AnswerAsync(string target)
    {
        string address = Uri.UnescapeDataString(target.Split('?')[0]).Trim('/');
        string body = "";
        Verdict verdict = await _faults.MeetAsync(BrokerOperation.Administer, address, () => body = Entry(address));
        int status = !_faults.MayAdminister ? 401 : verdict.Ending switch
        {
            Ending.Done => 200,
            Ending.Refused => (string)verdict.Error!.Condition switch { Conditions.NotFound => 404, Conditions.ServerBusy => 503, _ => 500 },
            _ => 0, // the connection is closed without an answer
        };
        if (status == 0)
            return null;
        byte[] content = Encoding.UTF8.GetBytes(status == 200 ? body : "");
        string head = $"HTTP/1.1 {status} x\r\nContent-Type: application/atom+xml\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. content];
    }

    private string Entry(string address)
    {
        if (!_entities.TrySubscription(address, out BrokerSubscription? subscription))
            throw Namespace.Missing(address);
        (int active, int letters) = (subscription.ActiveMessageCount, subscription.DeadLetterMessageCount);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <entry xmlns="http://www.w3.org/2005/Atom"><title type="text">{subscription.Name}</title><content type="application/xml">
            <SubscriptionDescription xmlns="http://schemas.microsoft.com/netservices/2010/10/servicebus/connect">
            <MessageCount>{active + letters}</MessageCount>
            <CountDetails xmlns:d="http://schemas.microsoft.com/netservices/2011/06/servicebus">
            <d:ActiveMessageCount>{active}</d:ActiveMessageCount><d:DeadLetterMessageCount>{letters}</d:DeadLetterMessageCount>
            <d:TransferMessageCount>0</d:TransferMessageCount><d:TransferDeadLetterMessageCount>0</d:TransferDeadLetterMessageCount>
            </CountDetails></SubscriptionDescription></content></entry>
            """);
    }
}
