using System.Globalization;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.Tests.Harness.ServiceBusBroker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>One replica of a service on Service Bus: the adapter as a service registers it, with the real client, on a broker of the tests' own.</summary>
public sealed class BusOnServiceBus : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BusOnServiceBus(WebApplication app) => _app = app;

    public IEventBus Bus => _app.Services.GetRequiredService<IEventBus>();

    public IDeadLetters DeadLetters => _app.Services.GetRequiredService<IDeadLetters>();

    public HttpClient Client => new() { BaseAddress = new Uri(_app.Urls.First()) };

    public static WebApplicationBuilder Builder(Broker bus, TimeProvider clock)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" }); // what is registered is checked
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["BUS_KIND"] = "servicebus",
            ["ConnectionStrings:servicebus"] = bus.ConnectionString,
            ["ConnectionStrings:servicebusadmin"] = bus.AdministrationConnectionString,
            ["BUS_MAX_DELIVERIES"] = BusWorld.MaxDeliveries.ToString(CultureInfo.InvariantCulture),
            ["LOG_LEVEL"] = "none",
        });
        builder.Services.AddSingleton(clock);
        return builder;
    }

    public static async Task<BusOnServiceBus> StartAsync(Broker bus, TimeProvider clock, params IBusConsumer[] consumers)
    {
        WebApplicationBuilder builder = Builder(bus, clock);
        builder.AddServiceDefaults(consumers.FirstOrDefault()?.Name ?? "gateway");
        builder.AddBus(); // the consumer may be registered before or after
        foreach (IBusConsumer consumer in consumers)
            builder.Services.AddSingleton(consumer);
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new BusOnServiceBus(app);
    }

    /// <summary>A metric's value, as it is scraped.</summary>
    public async Task<string> MetricAsync(string name)
    {
        using HttpClient client = Client;
        string text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
