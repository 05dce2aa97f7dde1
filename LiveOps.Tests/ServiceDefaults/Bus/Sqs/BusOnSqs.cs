using System.Globalization;
using Amazon.SQS.Model;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Bus.Sqs;
using LiveOps.Tests.Harness.Sqs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>One replica of a service on SQS: the adapter as a service registers it, with the real client, on a server of the tests' own, behind a door that can fail.</summary>
internal sealed class BusOnSqs : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly string _prefix;

    private BusOnSqs(WebApplication app, string prefix)
    {
        _app = app;
        _prefix = prefix;
    }

    public IEventBus Bus => _app.Services.GetRequiredService<IEventBus>();

    public IDeadLetters DeadLetters => _app.Services.GetRequiredService<IDeadLetters>();

    public SqsClients Clients => _app.Services.GetRequiredService<SqsClients>();

    public SqsQueues Queues => _app.Services.GetRequiredService<SqsQueues>();

    public HttpClient Client => new() { BaseAddress = new Uri(_app.Urls.First()) };

    public static WebApplicationBuilder Builder(string url, string prefix, params (string Name, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" }); // what is registered is checked
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["BUS_KIND"] = "sqs",
            ["SQS_URL"] = url,
            ["SQS_QUEUE_PREFIX"] = prefix,
            ["SQS_QUEUES"] = "create",
            ["BUS_GROUPS"] = "left,right",
            ["BUS_MAX_DELIVERIES"] = BusWorld.MaxDeliveries.ToString(CultureInfo.InvariantCulture),
            ["LOG_LEVEL"] = "none",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        return builder;
    }

    /// <summary>Starts one.</summary>
    /// <param name="door">The way to the server.</param>
    /// <param name="prefix">What its queues' names begin with.</param>
    /// <param name="consumer">Whom it feeds; null for none.</param>
    /// <param name="change">What is otherwise than the settings say.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<BusOnSqs> StartAsync(
        SqsDoor door, string prefix, IBusConsumer? consumer = null, Func<SqsSettings, SqsSettings>? change = null, params (string Name, string Value)[] settings)
    {
        WebApplicationBuilder builder = Builder(door.Url.ToString(), prefix, settings);
        builder.AddServiceDefaults(consumer?.Name ?? "gateway");
        builder.AddBus(); // the consumer may be registered before or after
        if (consumer is not null)
            builder.Services.AddSingleton(consumer);
        if (change is not null)
            builder.Services.AddSingleton(change(SqsSettings.Read(builder.Configuration)));
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new BusOnSqs(app, prefix);
    }

    /// <summary>A metric's value, as it is scraped.</summary>
    public async Task<string> MetricAsync(string name)
    {
        using HttpClient client = Client;
        string text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..];
    }

    /// <summary>How many messages a queue has: waiting, and in hand.</summary>
    public async Task<(int Waiting, int InHand)> CountAsync(string queue)
    {
        string url = (await Clients.Calls.GetQueueUrlAsync($"{_prefix}-{queue}", TestContext.Current.CancellationToken)).QueueUrl;
        GetQueueAttributesResponse told = await Clients.Calls.GetQueueAttributesAsync(url, ["All"], TestContext.Current.CancellationToken);
        return (told.ApproximateNumberOfMessages, told.ApproximateNumberOfMessagesNotVisible);
    }

    /// <summary>Whether it is ready, and what it misses.</summary>
    public async Task<(int Status, string Reason)> ReadyAsync()
    {
        using HttpClient client = Client;
        using HttpResponseMessage response = await client.GetAsync("/readyz", TestContext.Current.CancellationToken);
        using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        string reason = body.RootElement.TryGetProperty("missing", out System.Text.Json.JsonElement missing) ? missing[0].GetProperty("reason").GetString()! : "";
        return ((int)response.StatusCode, reason);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
