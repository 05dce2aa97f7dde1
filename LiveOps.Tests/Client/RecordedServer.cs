using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Client;

/// <summary>A server that answers as an exchange of <c>clients/exchanges</c> says, and demands the requests that it tells.</summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly JsonElement[] _exchanges;
    private readonly Dictionary<string, string> _ids = [];
    private readonly WebApplication _app;

    private RecordedServer(JsonElement file)
    {
        _exchanges = [.. file.GetProperty("exchanges").EnumerateArray()];
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/v1/time", () =>
        {
            TimeAsked++;
            return Results.Json(new { now = DateTime.UtcNow });
        });
        _app.MapPost("/v1/events", EventsAsync);
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>How many requests with events came.</summary>
    public int Requests { get; private set; }

    public int TimeAsked { get; private set; }

    /// <summary>What was not as it must be.</summary>
    public List<string> Wrong { get; } = [];

    public static async Task<RecordedServer> StartAsync(JsonElement file)
    {
        var server = new RecordedServer(file);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task EventsAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        if (Requests >= _exchanges.Length)
        {
            Wrong.Add("a request too many");
            context.Response.StatusCode = 500;
            return;
        }

        JsonElement exchange = _exchanges[Requests++];
        Check(exchange, context.Request.Headers, memory.ToArray());
        await AnswerAsync(context, exchange.GetProperty("answer"));
    }

    private void Check(JsonElement exchange, IHeaderDictionary headers, byte[] body)
    {
        string id = headers["webhook-id"].ToString(), letter = exchange.GetProperty("request").GetString()!;
        long at = long.Parse(headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture);
        if (StandardWebhooks.Sign(SigningSecret.Parse(Secret, "secret"), id, at, body) != headers["webhook-signature"])
            Wrong.Add($"{letter}: the signature");
        if (Math.Abs(at - DateTimeOffset.UtcNow.ToUnixTimeSeconds()) > 100)
            Wrong.Add($"{letter}: the timestamp");
        if (!_ids.TryAdd(letter, id) ? _ids[letter] != id : _ids.Values.Distinct().Count() != _ids.Count)
            Wrong.Add($"{letter}: the id");
        string sent = string.Join(' ', JsonDocument.Parse(body).RootElement.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        string wanted = string.Join(' ', exchange.GetProperty("events").EnumerateArray().Select(one => one.GetString()));
        if (sent != wanted)
            Wrong.Add($"{letter}: {sent} instead of {wanted}");
    }

    private static async Task AnswerAsync(HttpContext context, JsonElement answer)
    {
        if (answer.TryGetProperty("cut", out _))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.GetProperty("status").GetInt32();
        if (answer.TryGetProperty("headers", out JsonElement headers))
        {
            foreach (JsonProperty header in headers.EnumerateObject())
                context.Response.Headers[header.Name] = header.Value.GetString();
        }

        string text = answer.TryGetProperty("text", out JsonElement plain) ? plain.GetString()! : answer.GetProperty("body").GetRawText();
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
    }
}
