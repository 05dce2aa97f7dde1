using System.Text;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>A service that has nothing but a database.</summary>
internal sealed class ThingsHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ThingsHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public SqlDatabase<ThingsContext> Database => _app.Services.GetRequiredService<SqlDatabase<ThingsContext>>();

    public static WebApplicationBuilder Builder(params (string Name, string? Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        builder.AddServiceDefaults("things");
        return builder;
    }

    /// <summary>On a database; migrated unless told otherwise.</summary>
    public static async Task<ThingsHost> StartAsync(SqlTestDatabase database, bool migrated = true)
    {
        if (migrated)
            await MigrateAsync(database);
        WebApplicationBuilder builder = On(database);
        builder.AddSqlDatabase<ThingsContext>("things");
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ThingsHost(app);
    }

    public static Task MigrateAsync(SqlTestDatabase database) =>
        On(database).MigrateSqlAsync<ThingsContext>("things", TestContext.Current.CancellationToken);

    /// <summary>Adds to a thing in a transaction.</summary>
    public Task<int> AddAsync(string id, long count) =>
        Database.TransactAsync("add", unit => unit.ExecuteAsync(("add", Encoding.UTF8.GetBytes($$"""[{"id":"{{id}}","count":{{count}}}]"""))), TestContext.Current.CancellationToken);

    public Task<long> CountAsync(string id) =>
        Database.ReadAsync("count", (context, cancellation) => context.Things.Where(thing => thing.Id == id).Select(thing => thing.Count).SingleAsync(cancellation), TestContext.Current.CancellationToken);

    public Task<string> MetricsAsync() => Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

    /// <summary>What it says of its readiness; asked again, as an orchestrator does, when the check took longer than a probe waits.</summary>
    public async Task<string> ReadinessAsync()
    {
        for (var patience = new Patience(); ;)
        {
            using HttpResponseMessage answer = await Client.GetAsync("/readyz", TestContext.Current.CancellationToken);
            string said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (patience.IsOver || !said.Contains("no answer within", StringComparison.Ordinal))
                return said;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static WebApplicationBuilder On(SqlTestDatabase database) => Builder([.. database.Settings("things").Select(setting => (setting.Name, (string?)setting.Value))]);
}
