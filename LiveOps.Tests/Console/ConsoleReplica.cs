using LiveOps.Console;
using LiveOps.Console.Services;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Console;

/// <summary>A console that runs for itself, as one of several do in a cluster, over a system's services.</summary>
internal sealed class ConsoleReplica : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleReplica(WebApplication app) => _app = app;

    public static async Task<ConsoleReplica> StartAsync(LiveSystem live, params (string Name, string Value)[] settings)
    {
        WebApplicationBuilder builder = ServiceBuilder.Create();
        builder.Configuration.AddInMemoryCollection(
        [
            .. ServiceNames.All.Select(service => KeyValuePair.Create($"services:{service}:http:0", (string?)live.Url(service, "/").ToString().TrimEnd('/'))),
            .. settings.Select(setting => KeyValuePair.Create(setting.Name.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("console");
        builder.AddConsole();
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        app.MapConsole();
        await app.StartAsync();
        return new ConsoleReplica(app);
    }

    public Uri Url(string path) => new(new Uri(_app.Urls.First()), path);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
