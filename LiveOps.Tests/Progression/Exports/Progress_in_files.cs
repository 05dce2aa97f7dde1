using LiveOps.Progression;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Progression.Stores.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Progression.Exports;

/// <summary>The nightly batch of Progression, on each kind of database.</summary>
public sealed class Progress_in_files
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_player_is_a_row_and_who_was_erased_is_none(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Xp("ann", 120), TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 3), TestEvent.Count("ben", "races", -2), TestEvent.Xp("cee", 9));
        await host.DeleteAsync("/v1/players/cee", ProgressionHost.OperatorToken);
        using var folder = new TempFolder();

        await NightlyAsync(store, host.Clock, folder, part: null);

        Assert.Equal(
            [
                "playerId,level,xp,kills,bossKills,items,counters,updatedAt",
                """ann,3,620,1,"{""dragon"":1}","{""sword"":3}",{},2026-11-20T12:00:00.0000002Z""",
                """ben,1,0,0,{},{},"{""races"":-2}",2026-11-20T12:00:00.0000003Z""",
            ],
            await File.ReadAllLinesAsync(folder.File("to/progression/exports/2026-11-20/progress.csv"), TestContext.Current.CancellationToken));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_is_let_go_of_has_been_archived_and_a_service_that_leaves_it_to_the_batch_lets_go_of_nothing(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store, ("RETENTION", "job"));
        await host.DeleteAsync("/v1/players/cee", ProgressionHost.OperatorToken);
        using var folder = new TempFolder();
        host.Clock.UtcNow += TimeSpan.FromDays(1);
        await NightlyAsync(store, host.Clock, folder, part: null);
        Assert.Contains("\"action\":\"erase\"", Assert.Single(await File.ReadAllLinesAsync(folder.File("to/progression/archive/2026-11-20/audit.ndjson"), TestContext.Current.CancellationToken)), StringComparison.Ordinal);

        Assert.DoesNotContain(host.Services.GetServices<IHostedService>(), service => service.GetType().Name == "AuditUpkeep");
        host.Clock.UtcNow += TimeSpan.FromDays(400);
        Assert.Equal("1", await store.Database.AskAsync("SELECT count(*) FROM audit"));
        await NightlyAsync(store, host.Clock, folder, "retain");

        Assert.Equal("0", await store.Database.AskAsync("SELECT count(*) FROM audit"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_fails_keeps_nothing_else_from_its_turn_but_what_could_not_be_archived_stays(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store, ("RETENTION", "job"));
        await host.DeleteAsync("/v1/players/cee", ProgressionHost.OperatorToken);
        host.Clock.UtcNow += TimeSpan.FromDays(401);
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("to/progression"));
        string archive = folder.File("to/progression/archive"), exports = folder.File("to/progression/exports");

        await File.WriteAllTextAsync(archive, "no folder", TestContext.Current.CancellationToken);
        ProgramFailedException told = await Assert.ThrowsAsync<ProgramFailedException>(() => NightlyAsync(store, host.Clock, folder, part: null));
        Assert.StartsWith("The nightly work failed: the folder of exports cannot be used: ", told.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(exports, $"{host.Clock.UtcNow:yyyy-MM-dd}", "manifest.json")));
        Assert.Equal("1", await store.Database.AskAsync("SELECT count(*) FROM audit"));

        File.Delete(archive);
        Directory.Delete(exports, recursive: true);
        await File.WriteAllTextAsync(exports, "no folder", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ProgramFailedException>(() => NightlyAsync(store, host.Clock, folder, part: null));
        Assert.Equal(7, Directory.EnumerateFiles(archive, "manifest.json", SearchOption.AllDirectories).Count());
        Assert.Equal("0", await store.Database.AskAsync("SELECT count(*) FROM audit"));
    }

    [Fact]
    public async Task In_memory_it_is_the_same()
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync();
        await host.PublishAsync(TestEvent.Xp("ann", 120), TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 3), TestEvent.Count("ben", "races", -2));
        var rows = new List<string>();
        await foreach (object?[] row in new LiveOps.Progression.Exports.JournaledProgressTable(host.Services.GetRequiredService<ProgressionState>()).ReadAsync(default, TestContext.Current.CancellationToken))
            rows.Add(string.Join(' ', row.SkipLast(1)));

        Assert.Equal(["""ann 3 620 1 {"dragon":1} {"sword":3} {}""", """ben 1 0 0 {} {} {"races":-2}"""], rows.Order(StringComparer.Ordinal));
    }

    private static async Task NightlyAsync(SqlTestStore store, TimeProvider clock, TempFolder folder, string? part)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(store.Settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.Configuration["EXPORT_TO"] = folder.File("to");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock);
        builder.AddServiceDefaults("progression");
        await builder.RunProgressionNightlyAsync(part);
    }
}
