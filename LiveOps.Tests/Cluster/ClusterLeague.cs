using System.Net.Http.Headers;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cluster;

/// <summary>
/// The league of the load: its season is closed again and again, and who asks kills. Whatever is killed, of each close everything happens once: every table has one first, who has one reward of the
/// season's name, and players are in the divisions that the promotions and relegations of all seasons together have brought them to.
/// </summary>
internal sealed class ClusterLeague(ClusterSystem cluster) : IDisposable
{
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken) } };
    private int _closed;

    /// <summary>Asks a replica to close the season that runs; who is asked need not answer, and where nobody has scored since there is none.</summary>
    public async Task CloseAsync(int replica)
    {
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(cluster.Of("leaderboard", replica).Address, "/v1/leaderboards/ladder/daily/rollover"), null);
        _closed += answer.IsSuccessStatusCode ? 1 : 0;
    }

    /// <summary>Waits until all of it is told, and it is as it must be.</summary>
    public async Task EverythingHappenedOnceAsync(int replica)
    {
        Assert.True(_closed > 0, "no season was ever closed");
        JsonElement[] seasons = [];
        for (var patience = new Patience(); seasons.Length < _closed; await Task.Delay(50))
        {
            Assert.False(patience.IsOver, $"{seasons.Length} of {_closed} seasons closed\n{cluster.Output}");
            seasons = [.. (await JsonAsync("leaderboard", replica, "/v1/leagues/arena/history?limit=1000")).GetProperty("seasons").EnumerateArray()];
        }

        int firsts = seasons.Sum(season => season.GetProperty("cohorts").GetInt32());
        int above = seasons.Sum(season => season.GetProperty("promoted").GetInt32() - season.GetProperty("relegated").GetInt32());
        int rewards = 0;
        for (var patience = new Patience(); rewards < firsts && !patience.IsOver; await Task.Delay(50))
            rewards = await SumAsync(async player => (await JsonAsync("progression", replica, $"/v1/players/{player}/rewards")).GetProperty("rewards").EnumerateArray()
                .Count(reward => reward.GetProperty("reward").GetString()!.StartsWith("arena.gold:", StringComparison.Ordinal)));
        Assert.Equal(firsts, rewards);
        Assert.Equal(above, await SumAsync(async player => (await JsonAsync("leaderboard", replica, $"/v1/leagues/arena/players/{player}")).GetProperty("division").GetString() == "silver" ? 1 : 0));
    }

    public void Dispose() => _http.Dispose();

    private static async Task<int> SumAsync(Func<string, Task<int>> of)
    {
        int sum = 0;
        for (int player = 0; player < ClusterLoad.Players; player++)
            sum += await of($"p{player}");
        return sum;
    }

    private async Task<JsonElement> JsonAsync(string service, int replica, string path)
    {
        for (var patience = new Patience(); ; await Task.Delay(50))
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(cluster.Of(service, replica).Address, path));
            string body = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                return JsonDocument.Parse(body).RootElement;
            Assert.False(patience.IsOver || (int)answer.StatusCode != 503, $"{path}: {(int)answer.StatusCode} {body}");
        }
    }
}
