using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.ServiceDefaults;

/// <summary>A collector of a test's own: takes OTLP over HTTP and keeps what it was sent.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = [];

    private OtlpCollector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/{signal}", async (string signal, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((signal, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    public string Address => _app.Urls.First();

    /// <summary>All spans, with the service that sent each.</summary>
    public List<(string Service, Span Span)> Spans =>
    [
        .. from body in Bodies("traces")
           from resource in new Protobuf(body).Messages(1)
           let service = Attribute(resource.Messages(1).Single(), 1, "service.name")
           from scope in resource.Messages(2)
           from span in scope.Messages(2)
           select (service, new Span(span)),
    ];

    /// <summary>The names of all metrics, with the service that sent each.</summary>
    public List<(string Service, string Name)> Metrics =>
    [
        .. from body in Bodies("metrics")
           from resource in new Protobuf(body).Messages(1)
           let service = Attribute(resource.Messages(1).Single(), 1, "service.name")
           from scope in resource.Messages(2)
           from metric in scope.Messages(2)
           select (service, metric.Text(1)),
    ];

    /// <summary>All log records: service, body, trace id.</summary>
    public List<(string Service, string Body, string TraceId)> Logs =>
    [
        .. from body in Bodies("logs")
           from resource in new Protobuf(body).Messages(1)
           let service = Attribute(resource.Messages(1).Single(), 1, "service.name")
           from scope in resource.Messages(2)
           from record in scope.Messages(2)
           select (service, record.Messages(5).Single().Text(1), record.Hex(9)),
    ];

    /// <summary>Everything received, as text: for what must not stand there.</summary>
    public string AllText => string.Join('\n', _received.Select(received => Encoding.UTF8.GetString(received.Body)));

    public static async Task<OtlpCollector> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var collector = new OtlpCollector(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Attribute(Protobuf owner, int field, string name) =>
        owner.Messages(field).FirstOrDefault(pair => pair.Text(1) == name)?.Messages(2).Single().Text(1) ?? "";

    private IEnumerable<byte[]> Bodies(string signal) => _received.Where(received => received.Signal == signal).Select(received => received.Body);

    /// <summary>One span as the collector sees it: https://github.com/open-telemetry/opentelemetry-proto</summary>
    public sealed class Span(Protobuf span)
    {
        public string TraceId => span.Hex(1);

        public string Id => span.Hex(2);

        public string ParentId => span.Hex(4);

        public string Name => span.Text(5);

        public IEnumerable<string> LinkedSpans => span.Messages(13).Select(link => link.Hex(2));

        public string Text(string attribute) => Attribute(span, 9, attribute);
    }
}
