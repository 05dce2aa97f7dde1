using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Leaderboard.Stores;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using LiveOps.Tests.Leaderboard.Stores.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Leaderboard;

/// <summary>The leaderboard alone over real loopback HTTP, its scores and commands applied at once, on a clock that a test moves.</summary>
internal sealed class LeaderboardHost : IAsyncDisposable
{
    private const string Token = "the operator";

    private readonly HttpClient _http = new();
    private readonly TempFolder _folder = new();
    private readonly IBoardsUnderTest _boards;
    private WebApplication _app = null!;
    private long _accepted;
    private int _ids;

    private LeaderboardHost(IBoardsUnderTest boards, ManualClock clock) => (_boards, Clock) = (boards, clock);

    public ManualClock Clock { get; }

    public LeaderboardState State => ((MemoryBoards)_boards).State;

    public ClusterBoards Cluster => (ClusterBoards)_boards;

    /// <summary>What it said on the bus.</summary>
    public KeptBus Bus => _boards.Bus;

    /// <summary>How many commands the journal has executed; none where there is no journal.</summary>
    public int Executed => (_boards as MemoryBoards)?.Log.Executed ?? 0;

    /// <summary>While set, the journal can take nothing.</summary>
    public bool IsDown
    {
        set => ((MemoryBoards)_boards).Log.IsDown = value;
    }

    public static async Task<LeaderboardHost> StartAsync(BoardStores stores, string? policy = null, DateTimeOffset? now = null)
    {
        ManualClock clock = now is { } at ? new ManualClock(at) : new ManualClock();
        return await StartAsync(
            stores switch
            {
                BoardStores.Memory => new MemoryBoards(clock),
                BoardStores.MySql => await ClusterBoards.CreateAsync(SqlKind.MySql),
                BoardStores.Postgres => await ClusterBoards.CreateAsync(SqlKind.Postgres),
                _ => throw new ArgumentOutOfRangeException(nameof(stores), stores, "nobody starts it"),
            },
            clock, policy);
    }

    public static async Task<LeaderboardHost> StartAsync(IBoardsUnderTest boards, ManualClock clock, string? policy = null)
    {
        var host = new LeaderboardHost(boards, clock);
        if (policy is not null)
            host.WritePolicy(policy);
        await host.StartAppAsync();
        return host;
    }

    public void WritePolicy(string policy) => File.WriteAllText(_folder.File("leaderboard.json"), policy);

    /// <summary>Waits until the policy in force is kept for the next start.</summary>
    public async Task KeptAsync()
    {
        for (var patience = new Patience(); await _app.Services.GetRequiredService<ILastGoodPolicy>().ReadAsync(TestContext.Current.CancellationToken) is null;)
        {
            Assert.False(patience.IsOver, "the policy was never kept");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A stop and a start, with what happens in between.</summary>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        _boards.Stopping();
        await _app.DisposeAsync();
        meanwhile?.Invoke();
        await StartAppAsync();
    }

    /// <summary>A score accepted now; it occurred now unless a time is given.</summary>
    public Task ScoreAsync(string player, string board, long score, DateTimeOffset? occurred = null, string? id = null)
    {
        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent
        {
            Type = EventType.ScoreSubmitted,
            Id = Encoding.ASCII.GetBytes(id ?? $"event-{++_ids}"),
            PlayerId = Encoding.ASCII.GetBytes(player),
            Subject = Encoding.ASCII.GetBytes(board),
            Value = score,
            OccurredAt = (occurred ?? Clock.UtcNow).ToUnixTimeMilliseconds(),
        });
        _accepted = Math.Max(_accepted + 1, Clock.Now());
        return _boards.ApplyAsync(new BusMessage(BusMessageKind.Events, builder.Seal(_accepted).Bytes));
    }

    /// <summary>Fairness says that a player is blocked for a time, or is no more.</summary>
    public Task BlockAsync(string player, long number, TimeSpan? time) => _boards.ApplyAsync(new BusMessage(
        BusMessageKind.PlayerBlock, new PlayerBlock(player, number, time is { } length ? Clock.Now() + length.Ticks : 0).ToBytes()));

    public Task EraseAsync(string player) => _boards.ApplyAsync(new BusMessage(BusMessageKind.PlayerErased, Encoding.ASCII.GetBytes(player)));

    /// <summary>Waits until a board is listed with a value.</summary>
    public async Task BoardIsAsync(string board, string member, string value)
    {
        for (var patience = new Patience(); ;)
        {
            JsonElement listed = (await JsonAsync("/v1/leaderboards")).GetProperty("boards").EnumerateArray().First(entry => entry.GetProperty("board").GetString() == board);
            if (listed.GetProperty(member).GetString() == value)
                return;
            Assert.False(patience.IsOver, $"{board} never had {member} {value}");
            await Task.Delay(1);
        }
    }

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

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private string Url(string path) => _app.Urls.First() + path;

    private async Task StartAppAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["OPERATOR_TOKEN"] = Token;
        builder.Configuration["POLICY_DIR"] = File.Exists(_folder.File("leaderboard.json")) ? _folder.Path : null;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.AddServiceDefaults("leaderboard");
        _boards.Add(builder);
        _app = builder.Build();
        _app.MapServiceDefaults();
        _app.MapLeaderboard();
        await _boards.StartingAsync(_app);
        await _app.StartAsync();
    }
}
