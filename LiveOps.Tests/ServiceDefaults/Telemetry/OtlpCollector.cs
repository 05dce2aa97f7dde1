using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

/// <summary>A collector of a test's own: takes OTLP over HTTP and over gRPC, and keeps what it was sent.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcHead = 5;

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
        app.MapPost("/{service}/Export", async (string service, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // One message: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
            Assert.Equal(0, body.GetBuffer()[0]); // not compressed
            Assert.Equal(body.Length - GrpcHead, BinaryPrimitives.ReadUInt32BigEndian(body.GetBuffer().AsSpan(1)));
            _received.Enqueue((service.Split('.')[^3] switch { "trace" => "traces", var signal => signal }, body.ToArray()[GrpcHead..]));
            OverGrpc++;
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync(new byte[GrpcHead]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
    }

    /// <summary>Where it takes OTLP over HTTP.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Where it takes OTLP over gRPC.</summary>
    public string GrpcAddress => _app.Urls.Last();

    /// <summary>How many exports came over gRPC.</summary>
    public int OverGrpc { get; private set; }

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

    /// <summary>Who sent something of a signal: what is said of each service, in the order in which it came.</summary>
    public List<Dictionary<string, string>> Senders(string signal) =>
    [
        .. from body in Bodies(signal)
           from resource in new Protobuf(body).Messages(1)
           select resource.Messages(1).Single().Messages(1).ToDictionary(pair => pair.Text(1), pair => pair.Messages(2).Single().Text(1)),
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

    /// <summary>A service's last number of a metric, by the values of its labels, in the order of the labels.</summary>
    public Dictionary<string, double> Numbers(string service, string name)
    {
        var numbers = new Dictionary<string, double>();
        foreach (Protobuf resource in Bodies("metrics").SelectMany(body => new Protobuf(body).Messages(1)).Where(resource => Attribute(resource.Messages(1).Single(), 1, "service.name") == service))
        {
            foreach (Protobuf metric in resource.Messages(2).SelectMany(scope => scope.Messages(2)).Where(metric => metric.Text(1) == name))
            {
                // A gauge, or a sum; its points, each with labels and a double.
                foreach (Protobuf point in metric.Messages(5).Concat(metric.Messages(7)).SelectMany(data => data.Messages(1)))
                    numbers[string.Join(' ', point.Messages(7).OrderBy(pair => pair.Text(1), StringComparer.Ordinal).Select(pair => pair.Messages(2).Single().Text(1)))] = BitConverter.UInt64BitsToDouble(point.Number(4));
            }
        }

        return numbers;
    }

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
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2);
        });
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

        public bool IsError => span.Messages(15).Any(status => status.Number(3) == 2);

        public IEnumerable<string> LinkedSpans => span.Messages(13).Select(link => link.Hex(2));

        public string Text(string attribute) => Attribute(span, 9, attribute);
    }
}
