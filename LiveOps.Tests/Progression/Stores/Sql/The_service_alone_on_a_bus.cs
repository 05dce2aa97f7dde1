using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Progression;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>As a replica runs: <c>BUS_KIND=redis</c>, a real Redis and a real database, real time.</summary>
public sealed class The_service_alone_on_a_bus
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Events_from_the_bus_become_progress_and_an_erasure_goes_round(SqlKind kind)
    {
        await using RedisServer redis = await RedisServer.StartAsync(appendOnly: true);
        SqlTestStore store = await SqlTestStore.CreateAsync(await SqlServer.SharedAsync(kind), redis.Url);
        await using WebApplication app = await StartAsync(store);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        IEventBus bus = app.Services.GetRequiredService<IEventBus>();
        using var patience = new CancellationTokenSource(Patience.Whole);
        while (await StatusAsync(client, "/readyz") != HttpStatusCode.OK)
            await Task.Delay(20, patience.Token);

        BusMessage message = TestEvent.Batch(TestEvent.Kill("ann", "dragon"), TestEvent.Xp("ann", 20));
        await bus.PublishAsync(message, patience.Token);
        await bus.PublishAsync(message, patience.Token);
        await bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ben", 1)), patience.Token);
        while (await StatusAsync(client, "/v1/players/ben") != HttpStatusCode.OK)
            await Task.Delay(20, patience.Token);

        JsonElement ann = await client.GetFromJsonAsync<JsonElement>("/v1/players/ann", patience.Token);
        Assert.Equal(520, ann.GetProperty("xp").GetInt64());

        using var erase = new HttpRequestMessage(HttpMethod.Delete, "/v1/players/ann") { Headers = { Authorization = new("Bearer", ProgressionHost.OperatorToken) } };
        using HttpResponseMessage erased = await client.SendAsync(erase, patience.Token);
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "/v1/players/ann"));
    }

    private static async Task<WebApplication> StartAsync(SqlTestStore store)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(store.Settings
            .Append(("HMAC_SECRET", ProgressionHost.HmacSecret))
            .Append(("RECEIPT_SECRET", ProgressionHost.ReceiptSecret))
            .Append(("OPERATOR_TOKEN", ProgressionHost.OperatorToken))
            .Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.AddServiceDefaults("progression");
        builder.AddProgression();
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        app.MapProgression();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
