using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

/// <summary>What takes telemetry as Application Insights does: lines of JSON, compressed.</summary>
internal sealed class IngestionEndpoint : IAsyncDisposable
{
    /// <summary>A key that nobody has.</summary>
    public const string Key = "8f1c6f0a-7c5e-4b7d-9a53-1b9f0d2c4e6a";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _lines = [];

    private IngestionEndpoint(WebApplication app)
    {
        _app = app;
        app.MapPost("/v2.1/track", async (HttpContext context) =>
        {
            Stream body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            using var reader = new StreamReader(body);
            string[] lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (string line in lines)
                _lines.Enqueue(line);
            return Results.Json(new { itemsReceived = lines.Length, itemsAccepted = lines.Length, errors = Array.Empty<string>() });
        });
    }

    /// <summary>The connection string of it.</summary>
    public string ConnectionString => $"InstrumentationKey={Key};IngestionEndpoint={_app.Urls.First()}/";

    /// <summary>Everything received, as text: for what must not stand there.</summary>
    public string AllText => string.Join('\n', _lines);

    public static async Task<IngestionEndpoint> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var endpoint = new IngestionEndpoint(builder.Build());
        await endpoint._app.StartAsync(TestContext.Current.CancellationToken);
        return endpoint;
    }

    /// <summary>What was received of a kind.</summary>
    /// <param name="kind"><c>RequestData</c>, <c>RemoteDependencyData</c>, <c>MessageData</c>, <c>ExceptionData</c>.</param>
    public IReadOnlyList<Item> Items(string kind) =>
    [
        .. from line in _lines
           let item = JsonDocument.Parse(line).RootElement
           where item.GetProperty("data").GetProperty("baseType").GetString() == kind
           select new Item(
               item.GetProperty("iKey").GetString()!,
               Tag(item, "ai.cloud.role"),
               Tag(item, "ai.operation.id"),
               item.GetProperty("data").GetProperty("baseData")),
    ];

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Tag(JsonElement item, string name) => item.GetProperty("tags").TryGetProperty(name, out JsonElement tag) ? tag.GetString()! : "";

    /// <summary>One piece of telemetry.</summary>
    /// <param name="Key">Whose it is.</param>
    /// <param name="Role">The service.</param>
    /// <param name="TraceId">Its trace.</param>
    /// <param name="Data">What it says.</param>
    internal sealed record Item(string Key, string Role, string TraceId, JsonElement Data);
}
