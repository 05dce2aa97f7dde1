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
internal sealed partial class LeaderboardHost : IAsyncDisposable
{
    private const string Token = "the operator", HmacSecret = "a-signing-secret-for-tests-of-32-bytes";

    private readonly HttpClient _http = new();
    private readonly TempFolder _folder = new();
    private readonly IBoardsUnderTest _boards;
    private WebApplication _app = null!;
    private long _accepted;
    private int _ids;
    private (string Name, string Value)[] _settings = [];

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

    public static async Task<LeaderboardHost> StartAsync(BoardStores stores, string? policy = null, DateTimeOffset? now = null, params (string Name, string Value)[] settings)
    {
        ManualClock clock = now is { } at ? new ManualClock(at) : new ManualClock();
        return await StartAsync(
            stores switch
            {
                BoardStores.Memory => new MemoryBoards(clock),
                BoardStores.MySql => await ClusterBoards.CreateAsync(SqlKind.MySql),
                BoardStores.Postgres => await ClusterBoards.CreateAsync(SqlKind.Postgres),
                BoardStores.Held => await ClusterBoards.CreateAsync(SqlKind.Postgres, held: ClusterBoards.HoldsAll),
                _ => throw new ArgumentOutOfRangeException(nameof(stores), stores, "nobody starts it"),
            },
            clock, policy, settings);
    }

    public static async Task<LeaderboardHost> StartAsync(IBoardsUnderTest boards, ManualClock clock, string? policy = null, params (string Name, string Value)[] settings)
    {
        var host = new LeaderboardHost(boards, clock) { _settings = settings };
        if (policy is not null)
            host.WritePolicy(policy);
        await host.StartAppAsync();
        return host;
    }

    /// <summary>Where it listens.</summary>
    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>A part of the service.</summary>
    public T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Listens to ranks.</summary>
    public async Task<LiveListener> ListenAsync(string path, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url(path));
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((200, "text/event-stream"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return new LiveListener(this, answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>Time passes, and whoever waited for it has a moment to do what they do then.</summary>
    public async Task PassAsync(double seconds)
    {
        for (; seconds > 0; seconds -= 0.25)
        {
            Clock.Advance(TimeSpan.FromSeconds(0.25));
            await Task.Delay(5);
        }
    }

    public void WritePolicy(string policy, string name = "leaderboard") => File.WriteAllText(_folder.File($"{name}.json"), policy);

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

    /// <summary>A stop as by a signal.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>A score accepted now; it occurred now unless a time is given.</summary>
    public Task ScoreAsync(string player, string board, long score, DateTimeOffset? occurred = null, string? id = null) => SendAsync(EventType.ScoreSubmitted, player, board, score, occurred, id);

    /// <summary>Something that was added to a counter now.</summary>
    public Task CountAsync(string player, string counter, long amount, string? id = null) => SendAsync(EventType.CounterAdded, player, counter, amount, null, id);

    private Task SendAsync(EventType type, string player, string subject, long value, DateTimeOffset? occurred, string? id)
    {
        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent
        {
            Type = type,
            Id = Encoding.ASCII.GetBytes(id ?? $"event-{++_ids}"),
            PlayerId = Encoding.ASCII.GetBytes(player),
            Subject = Encoding.ASCII.GetBytes(subject),
            Value = value,
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
        builder.Configuration["HMAC_SECRET"] = HmacSecret;
        builder.Configuration["POLICY_DIR"] = File.Exists(_folder.File("leaderboard.json")) ? _folder.Path : null;
        foreach ((string name, string value) in _settings)
            builder.Configuration[name] = value;
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
