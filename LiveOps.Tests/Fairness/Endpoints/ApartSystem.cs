using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Fairness;
using LiveOps.Gateway;
using LiveOps.ServiceDefaults;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Fairness.Endpoints;

/// <summary>
/// A gateway and a Fairness as applications of their own, as they are in a cluster: verdicts over HTTP/2 on loopback, events over Redis
/// Streams, state in Redis. All on the real clock.
/// </summary>
public sealed class ApartSystem : IAsyncLifetime
{
    private readonly (string Name, string Value)[] _settings;
    private readonly HttpClient _http = new();
    private readonly int _verdictsPort = ServerProgram.FreePort();
    private WebApplication? _fairness;
    private WebApplication _closed = null!, _open = null!;
    private int _ids;

    public ApartSystem() : this([])
    {
    }

    /// <summary>With settings of the test's own.</summary>
    internal ApartSystem(params (string Name, string Value)[] settings) => _settings = settings;

    /// <summary>The one Redis of all.</summary>
    public RedisServer Redis { get; private set; } = null!;

    /// <summary>What the last answer to events said of the quota.</summary>
    public string? RateLimit { get; private set; }

    public Uri Verdicts => new($"http://127.0.0.1:{_verdictsPort}/v1/verdicts");

    public async ValueTask InitializeAsync()
    {
        Redis = await RedisServer.StartAsync(appendOnly: true);
        await StartFairnessAsync();
        _closed = await GatewayAsync("closed");
        _open = await GatewayAsync("open");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication? app in (WebApplication?[])[_closed, _open, _fairness])
        {
            if (app is not null)
                await app.DisposeAsync();
        }

        _http.Dispose();
        await Redis.DisposeAsync();
    }

    public async Task StartFairnessAsync() => _fairness = await HostAsync(
        "fairness", builder => builder.AddFairness(), app => app.MapFairness(), ("VERDICTS_PORT", _verdictsPort.ToString(CultureInfo.InvariantCulture)));

    public async Task StopFairnessAsync()
    {
        await _fairness!.DisposeAsync();
        _fairness = null;
    }

    public Uri Fairness(string path) => new(new Uri(_fairness!.Urls.First(url => !url.EndsWith($":{_verdictsPort}", StringComparison.Ordinal))), path);

    /// <summary>A path of the gateway whose policy is closed.</summary>
    public Uri Gateway(string path) => new(new Uri(_closed.Urls.First()), path);

    public string NewId(string prefix) => $"{prefix}-{Interlocked.Increment(ref _ids)}";

    public string Event(string type, string player, object data, string? id = null) =>
        JsonSerializer.Serialize(new { id = id ?? NewId("evt"), playerId = player, type, occurredAt = DateTime.UtcNow, data });

    public string Xp(string player, long amount, string? id = null) => Event("xp_gained", player, new { amount }, id);

    public string Score(string player, long score, string? id = null) => Event("score_submitted", player, new { board = "arena", score }, id);

    /// <summary>Sends events, signed, to the gateway whose policy is closed, or to the other.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(IReadOnlyList<string> events, bool open = false, string? webhookId = null)
    {
        byte[] body = Encoding.UTF8.GetBytes(events.Count == 1 ? events[0] : $$"""{"events":[{{string.Join(',', events)}}]}""");
        string id = webhookId ?? NewId("msg");
        long at = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri((open ? _open : _closed).Urls.First()), "/v1/events")) { Content = new ByteArrayContent(body) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(SigningSecret.Parse(LiveSystem.Secret, "secret"), id, at, body));
        using HttpResponseMessage answer = await _http.SendAsync(request);
        RateLimit = answer.Headers.TryGetValues("RateLimit", out IEnumerable<string>? left) ? left.Single() : null;
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>What the gateway that is open tells Prometheus.</summary>
    public Task<string> MetricsOfTheOpenAsync() => _http.GetStringAsync(new Uri(new Uri(_open.Urls.First()), "/metrics"));

    /// <summary>An operator's call to Fairness, or anybody's.</summary>
    public async Task<(HttpStatusCode Status, string Body)> CallAsync(string method, string path, string? body = null, string? token = LiveSystem.OperatorToken, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Fairness(path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> StandingAsync(string player) => JsonDocument.Parse((await CallAsync("GET", $"/v1/players/{player}/standing")).Body).RootElement;

    /// <summary>What comes over the bus follows within moments.</summary>
    public async Task<JsonElement> StandingAsync(string player, Func<JsonElement, bool> wanted)
    {
        for (var patience = new Patience(); ;)
        {
            JsonElement standing = await StandingAsync(player);
            if (wanted(standing))
                return standing;
            Assert.False(patience.IsOver, $"never as wanted: {standing}");
            await Task.Delay(10);
        }
    }

    private Task<WebApplication> GatewayAsync(string unavailable) => HostAsync(
        "gateway", builder => builder.AddGateway(), app => app.MapGateway(),
        ("FAIRNESS_URL", $"http://127.0.0.1:{_verdictsPort}"), ("FAIRNESS_UNAVAILABLE", unavailable), ("HMAC_SECRET", LiveSystem.Secret));

    private async Task<WebApplication> HostAsync(string name, Action<WebApplicationBuilder> add, Action<WebApplication> map, params (string Name, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([
            KeyValuePair.Create<string, string?>("BUS_KIND", "redis"),
            KeyValuePair.Create<string, string?>("REDIS_URL", Redis.Url),
            KeyValuePair.Create<string, string?>("OPERATOR_TOKEN", LiveSystem.OperatorToken),
            .. SlowMachine.Configuration,
            .. settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value))]);
        builder.Configuration.AddInMemoryCollection(_settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults(name);
        add(builder);
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        map(app);
        await app.StartAsync();
        return app;
    }
}
