using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace LiveOps.Tests.ServiceDefaults.Redis;

/// <summary>How a service is told where Redis is: URLs, passwords, TLS.</summary>
public sealed class Redis_addresses
{
    private const string Password = "p,ss@w:rd/% word=1";

    [Fact]
    public async Task A_password_may_hold_anything()
    {
        await using RedisServer redis = await RedisServer.StartAsync(false, "--requirepass", Password);
        await using DefaultsHost host = await HostAsync(("REDIS_URL", $"redis://:{Uri.EscapeDataString(Password)}@127.0.0.1:{redis.Port}/3"));
        RedisStore store = host.Services.GetRequiredService<RedisStore>();
        await store.RunAsync("save", database => database.StringSetAsync("liveops:test:a", "1"));
        Assert.Equal(3, await store.RunAsync("which", database => Task.FromResult(database.Database)));
    }

    [Fact]
    public async Task A_user_of_Redis_is_who_the_address_names()
    {
        await using RedisServer redis = await RedisServer.StartAsync(false, "--user", "alice", "on", ">" + Password, "~liveops:test:*", "+@all");
        await using DefaultsHost host = await HostAsync(("REDIS_URL", $"redis://alice:{Uri.EscapeDataString(Password)}@127.0.0.1:{redis.Port}"));
        RedisStore store = host.Services.GetRequiredService<RedisStore>();
        await store.RunAsync("save", database => database.StringSetAsync("liveops:test:a", "1"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RunAsync("save", database => database.StringSetAsync("elsewhere", "1")));
    }

    [Fact]
    public async Task A_wrong_password_makes_the_service_unready_and_is_not_repeated()
    {
        await using RedisServer redis = await RedisServer.StartAsync(false, "--requirepass", Password);
        await using DefaultsHost host = await HostAsync(("REDIS_URL", $"redis://:another-password@127.0.0.1:{redis.Port}"));
        string body = await UnreadyAsync(host);
        Assert.Contains("\"name\":\"redis\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("another-password", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_TLS_the_authority_is_the_one_that_is_named()
    {
        using var folder = new TempFolder();
        int port = Certify(folder, "127.0.0.1");
        await using RedisServer redis = await StartWithTlsAsync(folder, port);
        await using DefaultsHost host = await HostAsync(("REDIS_URL", $"rediss://127.0.0.1:{port}"), ("REDIS_CA_FILE", folder.File("ca.pem")));
        Assert.True(await host.Services.GetRequiredService<RedisStore>().RunAsync("save", database => database.StringSetAsync("liveops:test:a", "1")));
    }

    [Fact]
    public async Task With_TLS_a_server_that_nobody_vouches_for_is_refused()
    {
        using var folder = new TempFolder();
        int port = Certify(folder, "127.0.0.1");
        await using RedisServer redis = await StartWithTlsAsync(folder, port);
        await using DefaultsHost host = await HostAsync(("REDIS_URL", $"rediss://127.0.0.1:{port}"));
        Assert.Contains("\"name\":\"redis\"", await UnreadyAsync(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_TLS_the_name_must_be_the_certificates()
    {
        using var folder = new TempFolder();
        int port = Certify(folder, "127.0.0.2");
        await using RedisServer redis = await StartWithTlsAsync(folder, port);
        await using DefaultsHost host = await HostAsync(("REDIS_URL", $"rediss://127.0.0.1:{port}"), ("REDIS_CA_FILE", folder.File("ca.pem")));
        Assert.Contains("\"name\":\"redis\"", await UnreadyAsync(host), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:6379")]
    [InlineData("redis://localhost:6379/first")]
    [InlineData("redis://localhost:port")]
    [InlineData("localhost:6379,nonsense=1")]
    [InlineData("redis://alice:alice-password@localhost/first")]
    public void A_wrong_address_is_refused_by_name_and_without_its_secrets(string address)
    {
        SettingException refusal = Assert.Throws<SettingException>(() => Read(("REDIS_URL", address)));
        Assert.StartsWith("REDIS_URL", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("alice-password", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_services_rely_on_a_connection_string_cannot_change()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using DefaultsHost host = await HostAsync(("ConnectionStrings:redis", $"127.0.0.1:{redis.Port},protocol=resp3,allowAdmin=false,abortConnect=true,name=mine,defaultDatabase=2"));
        (RedisProtocol protocol, bool admin, int database, string name) = await host.Services.GetRequiredService<RedisStore>().RunAsync("look", async database => (
            (await database.ExecuteAsync("HELLO")).Resp3Type == ResultType.Array ? RedisProtocol.Resp2 : RedisProtocol.Resp3, // a map in RESP3
            !(await database.ExecuteAsync("CONFIG", "GET", "appendfsync")).IsNull,
            database.Database,
            (string)(await database.ExecuteAsync("CLIENT", "GETNAME"))!));
        Assert.Equal((RedisProtocol.Resp2, true, 2, "mine"), (protocol, admin, database, name));
    }

    [Fact]
    public async Task The_bus_and_the_store_may_be_two_servers()
    {
        await using RedisServer store = await RedisServer.StartAsync(), bus = await RedisServer.StartAsync();
        await using DefaultsHost host = await DefaultsHost.StartAsync(null, builder =>
        {
            builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("BUS_KIND", "redis"), new("REDIS_URL", store.Url), new("BUS_REDIS_URL", bus.Url)]);
            builder.AddRedis();
            builder.AddBus();
        });
        await host.Services.GetRequiredService<RedisStore>().RunAsync("save", database => database.StringSetAsync("liveops:test:store", "1"));
        await host.Services.GetRequiredKeyedService<RedisStore>("bus").RunAsync("save", database => database.StringSetAsync("liveops:test:bus", "1"));
        Assert.Equal(("liveops:test:store", "liveops:test:bus"), (await store.CommandAsync("KEYS", "*"), await bus.CommandAsync("KEYS", "*")));
    }

    [Fact]
    public void The_URL_goes_before_the_connection_string_and_the_default_user_is_no_user()
    {
        Assert.Null(Read());
        Assert.Equal("one:6380,ssl=true", Read(("ConnectionStrings:redis", "one:6380,ssl=true"))!.ConnectionString);
        Assert.Equal("two:6379", Read(("ConnectionStrings:redis", "one:6380"), ("REDIS_URL", "redis://default:some-password@two"))!.ConnectionString);
    }

    private static RedisSettings? Read(params (string Name, string Value)[] settings) => RedisSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => new KeyValuePair<string, string?>(one.Name, one.Value))).Build(), "REDIS_URL", "redis");

    private static Task<DefaultsHost> HostAsync(params (string Name, string Value)[] settings) => DefaultsHost.StartAsync(null, builder =>
    {
        builder.Configuration.AddInMemoryCollection(SlowMachine.Configuration);
        builder.Configuration.AddInMemoryCollection(settings.Select(one => new KeyValuePair<string, string?>(one.Name, one.Value)));
        builder.AddRedis();
    });

    private static async Task<string> UnreadyAsync(DefaultsHost host)
    {
        using HttpResponseMessage answer = await host.Client.GetAsync("/readyz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static Task<RedisServer> StartWithTlsAsync(TempFolder folder, int port) => RedisServer.StartAsync(
        false, "--tls-port", $"{port}", "--tls-cert-file", folder.File("server.pem"), "--tls-key-file", folder.File("server.key"),
        "--tls-ca-cert-file", folder.File("ca.pem"), "--tls-auth-clients", "no");

    // An authority of the test's own, and a certificate for an address signed by it. Returns a free port.
    private static int Certify(TempFolder folder, string address)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ca = new CertificateRequest("CN=authority of a test", caKey, HashAlgorithmName.SHA256);
        ca.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1), to = from.AddDays(2);
        using X509Certificate2 authority = ca.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=redis of a test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 server = request.Create(authority, from, to, [1, 2, 3, 4]);
        File.WriteAllText(folder.File("ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(folder.File("server.pem"), server.ExportCertificatePem());
        File.WriteAllText(folder.File("server.key"), key.ExportPkcs8PrivateKeyPem());
        return ServerProgram.FreePort();
    }
}
