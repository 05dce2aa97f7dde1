using System.Net;
using System.Text;
using System.Text.Json;
using LiveOps.Client;
using LiveOps.Client.Clocks;
using LiveOps.Client.Signing;

namespace LiveOps.Tests.Client;

/// <summary>A gateway in the process: it notes what it is sent, and answers as it is told; else it accepts what a key may send.</summary>
internal sealed class HeardGateway : HttpMessageHandler
{
    /// <summary>The ids of the events that were accepted, in order.</summary>
    public List<string> Accepted { get; } = [];

    /// <summary>The ids of the requests, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>When the events of the last request happened.</summary>
    public List<DateTimeOffset> Times { get; } = [];

    /// <summary>What it says to the next requests before it accepts again: a status, a problem, seconds to wait.</summary>
    public Queue<(int Status, string Type, int RetryAfter)> Next { get; } = [];

    public static ClientKey KeyOf(string player) => ClientKey.Player($"p.{player}.1795258800", RecordedServer.Secret);

    /// <summary>A client of it.</summary>
    public LiveOpsClient Client(ClientClock clock, ClientKey? key, Action<LiveOpsOptions>? more = null)
    {
        var options = new LiveOpsOptions { Http = new HttpClient(this, disposeHandler: false), Key = key, Clock = clock };
        more?.Invoke(options);
        return new LiveOpsClient(options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath == "/v1/time")
            return Answer(200, $$"""{"now":"{{DateTime.UtcNow:O}}"}""");
        Requests.Add(request.Headers.GetValues("webhook-id").Single());
        JsonElement[] events = [.. JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)).RootElement.GetProperty("events").EnumerateArray()];
        Times.Clear();
        Times.AddRange(events.Select(one => one.GetProperty("occurredAt").GetDateTimeOffset()));
        if (Next.TryDequeue(out (int Status, string Type, int RetryAfter) next))
            return Problem(next.Status, next.Type, next.RetryAfter);
        string? player = request.Headers.TryGetValues("liveops-key", out IEnumerable<string>? names) ? names.Single().Split('.')[1] : null;
        if (player is not null && events.Any(one => one.GetProperty("playerId").GetString() != player))
            return Problem(403, "not-your-player", 0);
        Accepted.AddRange(events.Select(one => one.GetProperty("id").GetString()!));
        return Answer(202, $$"""{"accepted":{{events.Length}},"duplicates":0,"rejected":[]}""");
    }

    private static HttpResponseMessage Problem(int status, string type, int retryAfter)
    {
        HttpResponseMessage answer = Answer(status, $$"""{"type":"https://liveops.dev/problems/{{type}}","status":{{status}}}""");
        if (retryAfter > 0)
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(retryAfter));
        return answer;
    }

    private static HttpResponseMessage Answer(int status, string json) => new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
