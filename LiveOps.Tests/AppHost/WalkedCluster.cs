using System.Net.Http.Headers;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Bus.RedisStreams;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Console.Walks;
using LiveOps.Tests.Progression;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace LiveOps.Tests.AppHost;

/// <summary>The cluster, walked.</summary>
internal sealed class WalkedCluster : IWalkedSystem, IAsyncDisposable
{
    private readonly DistributedApplication _application;
    private readonly HttpClient _http = new() { Timeout = RunningCluster.RequestTime };
    private readonly string _operator, _secret;
    private readonly ConnectionMultiplexer _bus;
    private readonly StreamLetters _letters;

    private WalkedCluster(DistributedApplication application, string operatorToken, string secret, ConnectionMultiplexer bus)
    {
        (_application, _operator, _secret, _bus) = (application, operatorToken, secret, bus);
        _letters = new StreamLetters(
            new RedisStore(
                new RedisConnection(() => bus, NullLogger<RedisConnection>.Instance, spans: null), Patience.Whole,
                new StoreDurations(Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry())), TimeProvider.System),
            "progression", TimeProvider.System);
    }

    public static async Task<WalkedCluster> OpenAsync(RunningCluster cluster)
    {
        DistributedApplication application = await cluster.ApplicationAsync();
        string bus = (await application.GetConnectionStringAsync("bus", TestContext.Current.CancellationToken))!;
        return new WalkedCluster(application, await cluster.SecretAsync("OPERATOR_TOKEN"), await cluster.SecretAsync("HMAC_SECRET"), await ConnectionMultiplexer.ConnectAsync(bus + ",abortConnect=false"));
    }

    public Uri Console => _application.GetEndpoint("console", "http");

    public string TokenOf(OperatorRole role) => role == OperatorRole.Admin ? _operator : WalkedEmbedded.Token(role);

    public Task<HttpResponseMessage> CallAsync(HttpMethod method, string service, string path, string? body = null, string? ifMatch = null) => SendAsync(() =>
    {
        var request = new HttpRequestMessage(method, new Uri(_application.GetEndpoint(service, "http"), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _operator);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    });

    public Task<HttpResponseMessage> SignAsync(string service, string path, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        string id = $"walk-{Guid.NewGuid():N}"; // one, however often it is sent
        return SendAsync(() =>
        {
            long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_application.GetEndpoint(service, "http"), path)) { Content = new ByteArrayContent(bytes) };
            request.Headers.Add(StandardWebhooks.IdHeader, id);
            request.Headers.Add(StandardWebhooks.TimestampHeader, now.ToString(System.Globalization.CultureInfo.InvariantCulture));
            request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(SigningSecret.Parse(_secret, "HMAC_SECRET"), id, now, bytes));
            return request;
        });
    }

    public async Task<string> SetAsideAsync(string player)
    {
        await _letters.AddAsync(TestEvent.Batch(TestEvent.Xp(player, 7) with { Id = $"letter-{Guid.NewGuid():N}" }), Stage.Hostile, 2);
        return (await _letters.ListAsync(null, 1000))[^1].Id;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _bus.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make)
    {
        for (var patience = new Patience(); ; await Task.Delay(100))
        {
            using HttpRequestMessage request = make();
            try
            {
                HttpResponseMessage answer = await _http.SendAsync(request);
                if ((int)answer.StatusCode != 503 || patience.IsOver)
                    return answer;
                answer.Dispose(); // a replica that has just been started finds its stores
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !patience.IsOver)
            {
                // The replica that had it is gone, which the proxy may not know yet.
            }
        }
    }
}
