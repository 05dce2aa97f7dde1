using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;

namespace LiveOps.Tests.Leaderboard;

/// <content>Calls that are signed.</content>
internal sealed partial class LeaderboardHost
{
    /// <summary>A player enters a live event: the status and what is answered, or the problem.</summary>
    public async Task<string> EnterAsync(string live, string player, string? body = null, string secret = HmacSecret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body ?? $$"""{"event":"{{live}}","playerId":"{{player}}"}""");
        long timestamp = Clock.UtcNow.ToUnixTimeSeconds();
        string id = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(HttpMethod.Post, Url($"/v1/live-events/{live}/players/{player}")) { Content = new ByteArrayContent(bytes) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(Encoding.UTF8.GetBytes(secret), id, timestamp, bytes));
        using HttpResponseMessage answer = await _http.SendAsync(request);
        JsonElement json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return json.TryGetProperty("type", out JsonElement type)
            ? $"{(int)answer.StatusCode} {type.GetString()!["https://liveops.dev/problems/".Length..]}"
            : $"{(int)answer.StatusCode} {json.GetProperty("playerId").GetString()} {json.GetProperty("attempts")} {json.GetProperty("attemptsLeft")}".TrimEnd();
    }
}
