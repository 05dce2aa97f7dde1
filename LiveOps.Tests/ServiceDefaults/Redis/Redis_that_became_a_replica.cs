using System.Net;
using System.Net.Sockets;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Core.Bus.Journal;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.ServiceDefaults.Redis;

/// <summary>One address for whoever is the primary, as a provider's endpoint or a Service of Kubernetes is: after a change of roles its connections lead to a replica until somebody connects anew.</summary>
public sealed class Redis_that_became_a_replica
{
    [Fact]
    public async Task Is_read_from_is_told_of_and_is_left_as_soon_as_its_address_leads_to_the_new_primary()
    {
        await using RedisServer former = await RedisServer.StartAsync(), next = await RedisServer.StartAsync();
        using var address = new Address { Port = former.Port };
        using var lines = new LogLines();
        await using DefaultsHost host = await DefaultsHost.StartAsync(app => app.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines), builder =>
        {
            builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", address.Url)]);
            builder.AddRedis();
        });
        RedisStore store = host.Services.GetRequiredService<RedisStore>();
        await store.RunAsync("save", database => database.StringSetAsync("liveops:test:a", "1"));

        await former.CommandAsync("REPLICAOF", "127.0.0.1", next.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        for (var patience = new Patience(); !(await former.CommandAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal); await Task.Delay(5, TestContext.Current.CancellationToken))
            Assert.False(patience.IsOver, "it did not become a replica");
        for (int i = 0; i <= 2 * CircuitBreaker.Threshold; i++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => SaveAsync(store));
        await store.RunAsync("read", database => database.StringGetAsync("liveops:test:a"));
        string why = "";
        for (var patience = new Patience(); !why.Contains("redis is a replica, which takes no writes", StringComparison.Ordinal); await Task.Delay(5, TestContext.Current.CancellationToken))
        {
            Assert.False(patience.IsOver, why);
            using HttpResponseMessage readiness = await host.Client.GetAsync("/readyz", TestContext.Current.CancellationToken); // perhaps while it is being connected to anew
            Assert.Equal(HttpStatusCode.ServiceUnavailable, readiness.StatusCode);
            why = await readiness.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        address.Port = next.Port;
        for (var patience = new Patience(); ; await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            try
            {
                await SaveAsync(store);
                break;
            }
            catch (StoreUnavailableException) when (!patience.IsOver)
            {
            }
        }

        Assert.Equal("2", await next.CommandAsync("GET", "liveops:test:a"));
        HttpStatusCode status = HttpStatusCode.ServiceUnavailable;
        for (var patience = new Patience(); status != HttpStatusCode.OK; await Task.Delay(5, TestContext.Current.CancellationToken)) // an answer holds for a second
        {
            Assert.False(patience.IsOver, "it did not become ready again");
            using HttpResponseMessage readiness = await host.Client.GetAsync("/readyz", TestContext.Current.CancellationToken);
            status = readiness.StatusCode;
        }

        Assert.True(lines.Contain("is connected to anew"));
        Assert.False(lines.Contain("cannot be reached"), "a client that was replaced told of its end");
    }

    private static Task<bool> SaveAsync(RedisStore store) => store.RunAsync("save", database => database.StringSetAsync("liveops:test:a", "2"));

    // Whoever connects comes to the port of the moment, and stays there.
    private sealed class Address : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private volatile int _port;

        public Address()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port
        {
            set => _port = value;
        }

        public string Url => $"redis://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using TcpClient near = client, far = new();
            await far.ConnectAsync(IPAddress.Loopback, _port);
            NetworkStream here = near.GetStream(), there = far.GetStream();
            await Task.WhenAny(here.CopyToAsync(there), there.CopyToAsync(here));
        }
    }
}
