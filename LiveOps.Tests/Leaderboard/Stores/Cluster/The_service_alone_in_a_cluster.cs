using System.Globalization;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Signing;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

public sealed class The_service_alone_in_a_cluster
{
    private const string Secret = "a-signing-secret-for-tests-of-32-bytes";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Is_fed_by_the_bus_that_its_settings_name(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        (await ClusterBoards.CreateAsync(kind, redis)).Set(builder);
        builder.Configuration["HMAC_SECRET"] = Secret;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("leaderboard");
        builder.AddLeaderboard();
        await using WebApplication app = builder.Build();
        app.MapServiceDefaults();
        app.MapLeaderboard();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var batch = new EventBatchBuilder();
        foreach ((string player, long score) in new[] { ("ann", 5L), ("bob", 9L) })
        {
            batch.Append(new GameEvent
            {
                Type = EventType.ScoreSubmitted,
                Id = Encoding.ASCII.GetBytes(player),
                PlayerId = Encoding.ASCII.GetBytes(player),
                Subject = "arena"u8,
                Value = score,
                OccurredAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            });
        }

        await app.Services.GetRequiredService<IEventBus>().PublishAsync(
            new BusMessage(BusMessageKind.Events, batch.Seal(TimeProvider.System.Now()).Bytes), TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        string page = "";
        for (var patience = new Patience(); !patience.IsOver && !page.Contains("\"total\":2", StringComparison.Ordinal);)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            using HttpResponseMessage answer = await http.GetAsync(app.Urls.First() + "/v1/leaderboards/arena/daily", TestContext.Current.CancellationToken);
            page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains("\"rank\":1,\"playerId\":\"bob\",\"score\":9", page, StringComparison.Ordinal);

        // A player's key, of an epoch that is looked up in Redis.
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string key = new PlayerKey("ann", now + 3600, "default").Name;
        using var enter = new HttpRequestMessage(HttpMethod.Post, app.Urls.First() + "/v1/live-events/none/players/ann");
        enter.Headers.Add(KeyRing.KeyHeader, key);
        enter.Headers.Add(StandardWebhooks.IdHeader, "entry");
        enter.Headers.Add(StandardWebhooks.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        enter.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(PlayerKey.Derive(Encoding.UTF8.GetBytes(Secret), key, 0), "entry", now, []));
        using HttpResponseMessage entered = await http.SendAsync(enter, TestContext.Current.CancellationToken);
        await entered.ProblemAsync(404, "unknown-live-event");
    }
}
