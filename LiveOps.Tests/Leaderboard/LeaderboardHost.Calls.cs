using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Leaderboard.Stores.Cluster;

namespace LiveOps.Tests.Leaderboard;

/// <content>Calls, and what tests demand of their answers.</content>
internal sealed partial class LeaderboardHost
{
    /// <summary>Asks, and in a cluster asks again after a 503, as callers do: on a slow machine it takes a moment until new ranks are there.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string? ifNoneMatch = null)
    {
        for (var patience = new Patience(); ;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Url(path));
            if (ifNoneMatch is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
            HttpResponseMessage answer = await _http.SendAsync(request);
            if ((int)answer.StatusCode != 503 || _boards is not ClusterBoards || patience.IsOver)
                return answer;
            answer.Dispose();
            await Task.Delay(50);
        }
    }

    public async Task<JsonElement> JsonAsync(string path)
    {
        using HttpResponseMessage answer = await GetAsync(path);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 200, $"GET {path}: {(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    public async Task<string> TextAsync(string path)
    {
        using HttpResponseMessage answer = await GetAsync(path);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>The players of a page, best first, with their scores: <c>ann 5, bob 3</c>.</summary>
    public async Task<string> RanksAsync(string path) =>
        string.Join(", ", (await JsonAsync(path)).GetProperty("entries").EnumerateArray().Select(Describe));

    /// <summary>Any set of players: <c>2/1 ann 5, 7/2 bob 3 | cid</c>, rank and place among them, and who has none.</summary>
    public async Task<string> AmongAsync(string path, params string[] players)
    {
        using HttpResponseMessage answer = await PostAsync(path, JsonSerializer.Serialize(new { playerIds = players }));
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 200, $"POST {path}: {(int)answer.StatusCode} {body}");
        JsonElement set = JsonDocument.Parse(body).RootElement;
        return string.Join(", ", set.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("rank")}/{entry.GetProperty("among")} {entry.GetProperty("playerId")} {entry.GetProperty("score")}"))
            + " | " + string.Join(", ", set.GetProperty("unranked").EnumerateArray().Select(player => player.GetString()));
    }

    /// <summary>Asks with a body, and in a cluster again after a 503, as by <see cref="GetAsync"/>.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        for (var patience = new Patience(); ;)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            HttpResponseMessage answer = await _http.PostAsync(Url(path), content);
            if ((int)answer.StatusCode != 503 || _boards is not ClusterBoards || patience.IsOver)
                return answer;
            answer.Dispose();
            await Task.Delay(50);
        }
    }

    public async Task<string> ChampionsAsync(string query = "?window=daily") =>
        string.Join(", ", (await JsonAsync("/v1/leaderboards/arena/hall-of-fame" + query)).GetProperty("champions").EnumerateArray().Select(Describe));

    /// <summary>When it completes, what is due by now is closed.</summary>
    public Task RolledOverAsync() => _boards.RolledOverAsync();

    public static string Describe(JsonElement entry) => $"{entry.GetProperty("rank")} {entry.GetProperty("playerId").GetString() ?? "-"} {entry.GetProperty("score")}";

    /// <summary>Status and problem type, as <c>404 not-ranked</c>. A read is asked again after a 503, as by <see cref="GetAsync"/>, unless that is what is to be seen.</summary>
    public async Task<string> ProblemAsync(string path, HttpMethod? method = null, string? token = Token, bool isDown = false)
    {
        using HttpResponseMessage answer = method is null && token == Token && !isDown ? await GetAsync(path) : await SendAsync(method ?? HttpMethod.Get, path, token);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        string type = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("type").GetString()!;
        return $"{(int)answer.StatusCode} {type["https://liveops.dev/problems/".Length..]}";
    }

    /// <summary>An operator's call that must succeed.</summary>
    public async Task OperateAsync(HttpMethod method, string path)
    {
        using HttpResponseMessage answer = await SendAsync(method, path, Token);
        Assert.Equal(204, (int)answer.StatusCode);
    }

    /// <summary>An operator's call that must be answered with JSON.</summary>
    public async Task<JsonElement> OperatorsAsync(HttpMethod method, string path)
    {
        using HttpResponseMessage answer = await SendAsync(method, path, Token);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 200, $"{(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>Rolls a window over early, which must succeed.</summary>
    public async Task<JsonElement> RollOverAsync(string board = "arena", string window = "daily")
    {
        using HttpResponseMessage answer = await TryRollOverAsync(board, window);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 200, $"{(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    public Task<HttpResponseMessage> TryRollOverAsync(string board = "arena", string window = "daily") =>
        SendAsync(HttpMethod.Post, $"/v1/leaderboards/{board}/{window}/rollover", Token);

    /// <summary>A call, by an operator unless another token is given.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = Token)
    {
        var request = new HttpRequestMessage(method, Url(path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _http.SendAsync(request);
    }
}
