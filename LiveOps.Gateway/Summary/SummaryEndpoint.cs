using System.Net;
using System.Text.Json;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Outgoing;
using LiveOps.ServiceDefaults.Requests;
using Polly;

namespace LiveOps.Gateway.Summary;

/// <summary>
/// <c>GET /v1/players/{id}/summary</c>: progress, ranks and standing, asked for side by side, within a time-out. A part that is
/// down is null and named in <c>degraded</c>.
/// </summary>
internal static class SummaryEndpoint
{
    public static async Task<IResult> GetAsync(string id, IHttpClientFactory clients, CancellationToken aborted)
    {
        if (!IdRule.IsValid(id))
            return new Problem(ProblemTypes.InvalidParameter, $"The player's id {IdRule.Sentence}.");
        Task<Part> progress = Part.AskAsync(clients.CreateClient("progression"), $"/v1/players/{id}", aborted);
        Task<Part> ranks = Part.AskAsync(clients.CreateClient("leaderboard"), $"/v1/players/{id}/ranks", aborted);
        Task<Part> standing = Part.AskAsync(clients.CreateClient("fairness"), $"/v1/players/{id}/standing", aborted);
        await Task.WhenAll(progress, ranks, standing);

        using Part p = await progress, r = await ranks, s = await standing;
        JsonElement? list = r.Json?.RootElement.GetProperty("ranks");
        if (p.IsUnknown && !r.IsDown && list?.GetArrayLength() is null or 0)
            return new Problem(ProblemTypes.UnknownPlayer);
        return new SummaryResult(id, p, list, r, s);
    }

    private sealed class SummaryResult(string id, Part progress, JsonElement? ranks, Part ranksPart, Part standing) : IResult
    {
        private readonly byte[] _json = Write(id, progress, ranks, ranksPart, standing);

        public Task ExecuteAsync(HttpContext httpContext) => JsonAnswer.SendAsync(httpContext, _json);

        private static byte[] Write(string id, Part progress, JsonElement? ranks, Part ranksPart, Part standing)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteString("playerId", id);
                WritePart(writer, "progress", progress.Json?.RootElement);
                WritePart(writer, "ranks", ranks);
                WritePart(writer, "standing", standing.Json?.RootElement);
                writer.WriteStartArray("degraded");
                if (progress.IsDown)
                    writer.WriteStringValue("progress");
                if (ranksPart.IsDown)
                    writer.WriteStringValue("ranks");
                if (standing.IsDown)
                    writer.WriteStringValue("standing");
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            return stream.ToArray();
        }

        private static void WritePart(Utf8JsonWriter writer, string name, JsonElement? value)
        {
            writer.WritePropertyName(name);
            if (value is { } json)
                json.WriteTo(writer);
            else
                writer.WriteNullValue();
        }
    }

    /// <summary>What one service said.</summary>
    private sealed class Part(JsonDocument? json, bool isUnknown, bool isDown) : IDisposable
    {
        public JsonDocument? Json => json;

        /// <summary>It answered that there is no such player.</summary>
        public bool IsUnknown => isUnknown;

        /// <summary>It gave no usable answer.</summary>
        public bool IsDown => isDown;

        public static async Task<Part> AskAsync(HttpClient client, string path, CancellationToken aborted)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetInTimeAsync(path, aborted);
                if (answer.StatusCode == HttpStatusCode.NotFound)
                    return new Part(null, isUnknown: true, isDown: false);
                if (!answer.IsSuccessStatusCode)
                    return new Part(null, isUnknown: false, isDown: true);
                byte[] body = await answer.Content.ReadAsByteArrayAsync(aborted);
                return new Part(JsonDocument.Parse(body), isUnknown: false, isDown: false);
            }
            // What is rejected was not asked: the service has failed so often that it is left alone, or an attempt has lasted too long.
            catch (Exception e) when (e is HttpRequestException or JsonException or ExecutionRejectedException or OperationCanceledException && !aborted.IsCancellationRequested)
            {
                return new Part(null, isUnknown: false, isDown: true);
            }
        }

        public void Dispose() => json?.Dispose();
    }
}
