using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Progression;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Stores;
using LiveOps.Tests.Progression.Stores.Journaled;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression;

/// <summary>The service alone, over HTTP on a port of its own; what it keeps is in an <see cref="ITestStore"/>.</summary>
internal sealed class ProgressionHost : IAsyncDisposable
{
    public const string HmacSecret = "a-signing-secret-for-tests-of-32-bytes";
    public const string ReceiptSecret = "a-receipt-secret-for-tests-of-32-bytes";
    public const string OperatorToken = "the-operator";

    private readonly WebApplication _app;

    private ProgressionHost(WebApplication app, ITestStore store, ManualClock clock)
    {
        _app = app;
        Store = store;
        Clock = clock;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public ITestStore Store { get; }

    /// <summary>The journal of a host that has one.</summary>
    public MemoryLog Log => (MemoryLog)Store;

    public IServiceProvider Services => _app.Services;

    public ManualClock Clock { get; }

    /// <summary>Ends when the runner of grants has looked for the first time: from then on it waits for the clock.</summary>
    public Task GrantsLooked => ((WatchedGrants)Services.GetRequiredService<IGrantStore>()).Looked.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);

    public ProgressionState State => _app.Services.GetRequiredService<ProgressionState>();

    public static Task<ProgressionHost> StartAsync(ITestStore? store = null, params (string Name, string Value)[] settings) => StartAsync(null, store, settings);

    /// <summary>One whose clock is another than <see cref="Clock"/>.</summary>
    public static async Task<ProgressionHost> StartAsync(TimeProvider? other, ITestStore? store, params (string Name, string Value)[] settings)
    {
        store ??= new MemoryLog();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HMAC_SECRET"] = HmacSecret,
            ["RECEIPT_SECRET"] = ReceiptSecret,
            ["OPERATOR_TOKEN"] = OperatorToken,
        });
        // Nobody else is there: a port that nobody listens at.
        builder.Configuration.AddInMemoryCollection(new[] { "fairness", "leaderboard", "gateway" }.Select(service => KeyValuePair.Create($"services:{service}:http:0", (string?)"http://127.0.0.1:1")));
        builder.Configuration.AddInMemoryCollection(store.Settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        var clock = new ManualClock();
        builder.Services.AddSingleton(other ?? clock);
        store.Register(builder.Services);
        builder.AddServiceDefaults("progression");
        builder.AddProgressionWithoutBus();
        Type grants = builder.Services.Last(service => service.ServiceType == typeof(IGrantStore)).ImplementationType!;
        builder.Services.AddSingleton<IGrantStore>(services => new WatchedGrants((IGrantStore)ActivatorUtilities.CreateInstance(services, grants)));
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        app.MapProgression();
        store.Serve(app.Services);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ProgressionHost(app, store, clock);
    }

    /// <summary>Publishes events as the gateway does.</summary>
    public Task PublishAsync(params TestEvent[] events) => Store.PublishAsync(TestEvent.Batch(events), TestContext.Current.CancellationToken).AsTask();

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path, string? token = null) => SendAsync(Authorized(HttpMethod.Get, path, token));

    public Task<(int Status, JsonElement Body)> DeleteAsync(string path, string? token = null) => SendAsync(Authorized(HttpMethod.Delete, path, token));

    /// <summary>Claims a reward, signed now with the key <c>default</c>.</summary>
    public Task<(int Status, JsonElement Body)> ClaimAsync(string player, string reward, string? webhookId = null, string body = "") =>
        SendAsync(Signed($"/v1/players/{player}/rewards/{reward}/claim", webhookId ?? Guid.NewGuid().ToString("N"), body));

    public HttpRequestMessage Signed(string path, string webhookId, string body = "", string secret = HmacSecret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        long timestamp = Clock.UtcNow.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
        request.Headers.Add(StandardWebhooks.IdHeader, webhookId);
        request.Headers.Add(StandardWebhooks.TimestampHeader, timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(Encoding.UTF8.GetBytes(secret), webhookId, timestamp, bytes));
        return request;
    }

    public Task<(int Status, JsonElement Body)> VerifyAsync(string receipt) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/receipts/verify") { Content = new StringContent(JsonSerializer.Serialize(new { receipt })) });

    /// <summary>Lets the service look at its policy, and completes when the journal holds so many commands.</summary>
    public async Task RulesAsync(int commands)
    {
        Task written = Log.WhenCommandsAsync(commands);
        Clock.Advance(PolicyFile<ProgressionRules>.Interval);
        await written.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);
    }

    public Task<string> MetricsAsync() => Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static HttpRequestMessage Authorized(HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
