using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.AppHost.Resources.Health;

/// <summary>
/// Whether a server takes connections, by the first bytes of its protocol: drivers of databases are the services' affair.
/// </summary>
internal static class ServerGreetings
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Adds a health check: the server is there, and says what one that is ready says.</summary>
    public static IResourceBuilder<T> WithGreetingCheck<T>(this IResourceBuilder<T> server, string endpointName, Func<NetworkStream, CancellationToken, Task<bool>> greets)
        where T : IResourceWithEndpoints
    {
        string check = server.Resource.Name + "_greeting";
        // A reference that was once asked remembers for ever that it had no address yet.
        server.ApplicationBuilder.Services.AddHealthChecks()
            .AddAsyncCheck(check, cancellation => CheckAsync(server.GetEndpoint(endpointName), greets, cancellation));
        return server.WithHealthCheck(check);
    }

    /// <summary>Redis answers a PING; with a password set it asks for one, and while it reads its file it says so.</summary>
    public static async Task<bool> RedisAsync(NetworkStream server, CancellationToken cancellation)
    {
        await server.WriteAsync("PING\r\n"u8.ToArray(), cancellation);
        using var reader = new StreamReader(server, leaveOpen: true);
        return await reader.ReadLineAsync(cancellation) is { } line && !line.StartsWith("-LOADING", StringComparison.Ordinal);
    }

    /// <summary>MySQL speaks first: four bytes of length and number, then its protocol's version, 10 (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html). An error is 255.</summary>
    public static async Task<bool> MySqlAsync(NetworkStream server, CancellationToken cancellation)
    {
        byte[] first = new byte[5];
        await server.ReadExactlyAsync(first, cancellation);
        return first[4] == 10;
    }

    /// <summary>PostgreSQL is asked for a session and asks who is there, <c>R</c>; while it recovers it says an error, <c>E</c> (https://www.postgresql.org/docs/current/protocol-flow.html).</summary>
    public static async Task<bool> PostgresAsync(NetworkStream server, CancellationToken cancellation)
    {
        const int version = 3 << 16;
        byte[] parameters = Encoding.ASCII.GetBytes("user\0liveops\0database\0postgres\0\0");
        byte[] startup = new byte[8 + parameters.Length];
        BinaryPrimitives.WriteInt32BigEndian(startup, startup.Length);
        BinaryPrimitives.WriteInt32BigEndian(startup.AsSpan(4), version);
        parameters.CopyTo(startup, 8);
        await server.WriteAsync(startup, cancellation);
        byte[] first = new byte[1];
        await server.ReadExactlyAsync(first, cancellation);
        return first[0] == 'R';
    }

    private static async Task<HealthCheckResult> CheckAsync(
        EndpointReference endpoint, Func<NetworkStream, CancellationToken, Task<bool>> greets, CancellationToken cancellation)
    {
        if (!endpoint.IsAllocated)
            return HealthCheckResult.Unhealthy("It has not been started.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, patience.Token);
            return await greets(client.GetStream(), patience.Token) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("It is still starting.");
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"Nothing greets at port {endpoint.Port}."));
        }
    }
}
