using System.Net.Http.Headers;
using System.Text.Json;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Cluster;

/// <summary>The export of a player in a cluster: each part before an erase, and nobody to export after it, whichever replica is asked.</summary>
internal static class ClusterExport
{
    /// <summary>Exports a player of the <see cref="ClusterLoad"/>, erases them, and exports them in vain.</summary>
    public static async Task HoldsAllUntilErasedAsync(ClusterSystem cluster, string player, long xp, long best)
    {
        using var http = new HttpClient { Timeout = Patience.Whole };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        Uri Progression(int replica, string path) => new(cluster.Of("progression", replica).Address, $"/v1/players/{player}{path}");

        int status = 0;
        JsonElement export = default;
        await Until.TrueAsync(
            async () =>
            {
                (status, export) = await GetAsync(http, Progression(0, "/export?reason=asked%20for"));
                return status == 200 && IsWhole(export, xp, best);
            },
            () => $"{status} {export}\n{cluster.Output}");
        Assert.Equal("ok", export.GetProperty("standing").GetProperty("status").GetString());
        JsonElement own = Assert.Single(export.GetProperty("ranks").EnumerateArray(), IsAllTime);
        Assert.InRange(own.GetProperty("rank").GetInt32(), 1, ClusterLoad.Players);
        Assert.False(export.GetProperty("hidden").GetProperty("isHidden").GetBoolean());
        foreach (string member in new[] { "periods", "leagues", "liveEvents", "notices" })
            Assert.Equal(JsonValueKind.Array, export.GetProperty(member).ValueKind);

        await Until.TrueAsync(
            async () =>
            {
                using HttpResponseMessage erased = await http.DeleteAsync(Progression(0, ""));
                Assert.True((status = (int)erased.StatusCode) is 204 or 503, $"{status}");
                return status == 204;
            },
            () => "it is never erased:\n" + cluster.Output);
        await Until.TrueAsync(async () => (await GetAsync(http, Progression(0, "/export"))).Status == 404 && (await GetAsync(http, Progression(1, "/export"))).Status == 404, () => "it can be exported still:\n" + cluster.Output);
    }

    // What was learned and ranked comes to each service in its own time.
    private static bool IsWhole(JsonElement export, long xp, long best) =>
        export.GetProperty("degraded").GetArrayLength() == 0 && export.GetProperty("xp").GetInt64() == xp
        && export.GetProperty("standing").GetProperty("learned") is { ValueKind: JsonValueKind.Object } learned
        && learned.GetProperty("boards").EnumerateArray().Any(board => board.GetProperty("board").GetString() == "bests" && board.GetProperty("highest").GetInt64() == best)
        && export.GetProperty("ranks").EnumerateArray().Any(place => IsAllTime(place) && place.GetProperty("score").GetInt64() == best && place.GetProperty("rank").ValueKind == JsonValueKind.Number);

    private static bool IsAllTime(JsonElement place) => (place.GetProperty("board").GetString(), place.GetProperty("window").GetString()) == ("bests", "all");

    private static async Task<(int Status, JsonElement Body)> GetAsync(HttpClient http, Uri url)
    {
        using HttpResponseMessage answer = await http.GetAsync(url);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
