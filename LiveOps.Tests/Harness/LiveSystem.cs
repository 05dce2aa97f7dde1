using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Embedded;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Harness;

/// <summary>
/// The whole embedded system, listening on free loopback ports with a data folder of its own, and a client that signs. Restarting it is
/// <see cref="RestartAsync"/>; a crash needs a process of its own (<see cref="LiveProcess"/>).
/// </summary>
public sealed class LiveSystem : IAsyncDisposable
{
    public const string Secret = "a test's own secret, 32 bytes or more";
    public const string OperatorToken = "operator-token-of-the-tests";

    private static int _ids;

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly Dictionary<string, string?> _settings;
    private readonly TimeProvider _clock;
    private EmbeddedSystem _system;

    private LiveSystem(Dictionary<string, string?> settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _settings.TryAdd("LIVEOPS_DATA", _folder.File("data"));
        _system = null!;
    }

    public string DataFolder => _settings["LIVEOPS_DATA"]!;

    internal IServiceProvider Services(string service) => _system.Services(service);

    public static async Task<LiveSystem> StartAsync(TimeProvider? clock = null, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["HMAC_SECRET"] = Secret,
            ["OPERATOR_TOKEN"] = OperatorToken,
            ["LOG_LEVEL"] = "Warning",
            ["GATEWAY_PORT"] = "0",
            ["FAIRNESS_PORT"] = "0",
            ["LEADERBOARD_PORT"] = "0",
            ["PROGRESSION_PORT"] = "0",
            ["CONSOLE_PORT"] = "0",
        };
        foreach ((string name, string value) in SlowMachine.Settings)
            all[name] = value;
        foreach ((string name, string value) in settings)
            all[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        var live = new LiveSystem(all, clock ?? TimeProvider.System);
        await live.StartSystemAsync();
        return live;
    }

    public async Task RestartAsync(Action? meanwhile = null)
    {
        await _system.DisposeAsync();
        meanwhile?.Invoke();
        await StartSystemAsync();
    }

    public async Task StopAsync() => await _system.DisposeAsync();

    public Uri Url(string service, string path) => new(_system.Address(service), path);

    /// <summary>Gets a path of a service, as anybody unless a token is given.</summary>
    public Task<HttpResponseMessage> GetAsync(string service, string path, string? token = null) => OperateAsync(HttpMethod.Get, service, path, token: token);

    /// <summary>Gets JSON that must be there with a 200.</summary>
    public async Task<JsonElement> JsonAsync(string service, string path, string? token = null)
    {
        using HttpResponseMessage answer = await GetAsync(service, path, token);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>Asks again until the answer is as wanted: effects follow the 202 within moments. Fails with the last answer.</summary>
    public async Task<JsonElement> EventuallyAsync(string service, string path, Func<JsonElement, bool> wanted, string? token = null)
    {
        string last = "";
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(10))
        {
            using HttpResponseMessage answer = await GetAsync(service, path, token);
            last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            if (answer.IsSuccessStatusCode && JsonDocument.Parse(last[4..]).RootElement is var json && wanted(json))
                return json;
        }

        throw new Xunit.Sdk.XunitException($"GET {path} never was as wanted; last: {last}");
    }

    /// <summary>An operator's call.</summary>
    public Task<HttpResponseMessage> OperateAsync(HttpMethod method, string service, string path, object? body = null, string? token = OperatorToken, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(method, Url(service, path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return _http.SendAsync(request);
    }

    /// <summary>An operator's call whose body is as it stands.</summary>
    public Task<HttpResponseMessage> OperateBytesAsync(HttpMethod method, string service, string path, byte[] body)
    {
        var request = new HttpRequestMessage(method, Url(service, path)) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", OperatorToken);
        return _http.SendAsync(request);
    }

    /// <summary>Sends a signed body to the gateway.</summary>
    public Task<HttpResponseMessage> SendAsync(string body, string? webhookId = null) => SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(body), webhookId);

    /// <summary>Sends events, one or many, and demands that all are accepted.</summary>
    public async Task AcceptAsync(params string[] events)
    {
        string body = events.Length == 1 ? events[0] : $$"""{"events":[{{string.Join(',', events)}}]}""";
        using HttpResponseMessage answer = await SendAsync(body);
        string json = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 202, json);
        Assert.Equal(events.Length, JsonDocument.Parse(json).RootElement.GetProperty("accepted").GetInt32());
    }

    /// <summary>A signed POST; each part of the signature may be replaced.</summary>
    public Task<HttpResponseMessage> SignedAsync(
        string service, string path, byte[] body, string? webhookId = null, long? timestamp = null, string? signature = null, string secret = Secret, string? key = null, string? encoding = null)
    {
        string id = webhookId ?? NewId("msg");
        long at = timestamp ?? _clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, Url(service, path)) { Content = new ByteArrayContent(body) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, signature ?? StandardWebhooks.Sign(SigningSecret.Parse(secret, "secret"), id, at, body));
        if (key is not null)
            request.Headers.Add(KeyRing.KeyHeader, key);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        return _http.SendAsync(request);
    }

    /// <summary>An event's JSON; a new id unless one is given, now unless a time is given.</summary>
    public string Event(string type, string player, object data, string? id = null, DateTimeOffset? at = null) => JsonSerializer.Serialize(new
    {
        id = id ?? NewId("evt"),
        playerId = player,
        type,
        occurredAt = (at ?? _clock.GetUtcNow()).UtcDateTime,
        data,
    });

    public string Xp(string player, long amount, string? id = null, DateTimeOffset? at = null) => Event("xp_gained", player, new { amount }, id, at);

    public string Boss(string player, string bossId, string? id = null, DateTimeOffset? at = null) => Event("boss_killed", player, new { bossId }, id, at);

    public string Item(string player, string itemId, long quantity, string? id = null, DateTimeOffset? at = null) => Event("item_acquired", player, new { itemId, quantity }, id, at);

    public string Score(string player, string board, long score, string? id = null, DateTimeOffset? at = null) => Event("score_submitted", player, new { board, score }, id, at);

    public string Counter(string player, string counter, long amount, string? id = null, DateTimeOffset? at = null) => Event("counter_added", player, new { counter, amount }, id, at);

    public static string NewId(string prefix) => $"{prefix}-{Interlocked.Increment(ref _ids)}";

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task StartSystemAsync() =>
        _system = await EmbeddedSystem.StartAsync(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build(), _clock);
}
