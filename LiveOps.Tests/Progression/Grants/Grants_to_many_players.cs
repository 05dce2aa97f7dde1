using System.Text.Json;
using LiveOps.Progression.State;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Progression.Stores;
using LiveOps.Tests.Progression.Stores.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Grants;

/// <summary>The same grant for many players, as a job, wherever progress is kept.</summary>
public sealed class Grants_to_many_players
{
    private const int Players = 600; // three turns

    [Theory, Every<ProgressStores>]
    public async Task A_job_gives_each_player_theirs_once_and_says_how_it_stands(ProgressStores kind)
    {
        await using ProgressionHost host = await WithPlayersAsync(await ProgressStore.NewAsync(kind));
        Assert.Equal(200, (await host.GrantAsync("p7", """{"id":"outage","reason":"sorry","xp":5}""")).Status); // by hand, before
        Assert.Equal(200, (await host.GrantAsync("p8", """{"id":"outage","reason":"something else","xp":5}""")).Status);
        string body = Order(Ids.Append("p0").Append("nobody"));

        (int status, JsonElement job) = await host.PostAsync("/v1/grants", body);
        Assert.Equal((202, "running", Players + 1, Players + 1), (status, job.GetProperty("status").GetString(), (int)job.Number("total"), (int)job.Number("left")));
        job = await host.JobAsync("outage", "done");

        Assert.Equal((Players - 2, 1, 1, 1, 0), (job.Number("granted"), job.Number("known"), job.Number("unknown"), job.Number("refused"), job.Number("left")));
        Assert.Equal(["nobody"], job.GetProperty("unknownPlayers").EnumerateArray().Select(player => player.GetString()));
        Assert.Equal(("ann", "sorry", 5), (job.GetProperty("by").GetString(), job.GetProperty("reason").GetString(), job.Number("xp")));
        Assert.Equal(job.GetRawText(), (await host.PostAsync("/v1/grants", body)).Body.GetRawText()); // again
        Assert.Equal(422, (await host.PostAsync("/v1/grants", Order(Ids))).Status);
        IReadOnlyList<JsonElement> noted = await host.AuditAsync();
        Assert.Equal(["grant-many", "grant", "grant"], noted.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal($$"""{"id":"outage","xp":5,"players":{{Players + 1}}}""", noted[0].GetProperty("after").GetRawText());
        Assert.Equal(job.GetRawText(), Assert.Single((await host.ReadAsync("/v1/grants?limit=5")).GetProperty("jobs").EnumerateArray()).GetRawText());
        await AssertOnceAsync(host);
    }

    [Theory, Every<ProgressStores>]
    public async Task A_job_is_stopped_goes_on_after_a_restart_and_passes_over_who_was_erased(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using (ProgressionHost host = await WithPlayersAsync(store))
        {
            string lines = """{"id":"outage","reason":"sorry","xp":5}""" + "\n" + string.Join("\r\n", Ids.Select(id => $$"""{"playerId":"{{id}}"}""")) + "\n\n";
            Assert.Equal(202, (await host.PostAsync("/v1/grants", lines)).Status);
            Assert.Equal("stopped", (await host.PostAsync("/v1/grants/outage/stop")).Body.GetProperty("status").GetString());
            for (int round = 0; round < 3; round++)
                host.Clock.Advance(GrantRunner.Interval);
            Assert.False(await host.Services.GetRequiredService<IGrantStore>().TurnAsync(TestContext.Current.CancellationToken));
            Assert.Equal(Players, (await host.ReadAsync("/v1/grants/outage")).Number("left"));
            Assert.Equal(204, (await host.DeleteAsync("/v1/players/p5", ProgressionHost.OperatorToken)).Status);
        }

        await using ProgressionHost again = await ProgressionHost.StartAsync(store);
        Assert.Equal("stopped", (await again.ReadAsync("/v1/grants/outage")).GetProperty("status").GetString());
        Assert.Equal("running", (await again.PostAsync("/v1/grants/outage/continue")).Body.GetProperty("status").GetString());
        JsonElement job = await again.JobAsync("outage", "done");
        Assert.Equal((Players, Players - 1, 0, 0), (job.Number("total"), job.Number("granted"), job.Number("unknown"), job.Number("left")));
        Assert.Equal("done", (await again.PostAsync("/v1/grants/outage/continue")).Body.GetProperty("status").GetString());
        Assert.Equal(404, (await again.GetAsync("/v1/players/p5")).Status);
        Assert.Equal(404, (await again.PostAsync("/v1/grants/other/stop")).Status);
        IReadOnlyList<JsonElement> noted = await again.AuditAsync();
        Assert.Equal(["continue-grants", "stop-grants", "grant-many"], noted.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal(
            ["""{"id":"outage","status":"stopped"} {"id":"outage","status":"running"}""", """{"id":"outage","status":"running"} {"id":"outage","status":"stopped"}"""],
            noted.Take(2).Select(entry => $"{entry.GetProperty("before").GetRawText()} {entry.GetProperty("after").GetRawText()}"));
        await AssertOnceAsync(again, "p5");
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Several_replicas_work_on_a_job_at_once_and_each_player_has_theirs_once(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ProgressionHost one = await WithPlayersAsync(store), two = await ProgressionHost.StartAsync(store);
        Assert.Equal(202, (await one.PostAsync("/v1/grants", Order(Ids))).Status);
        IGrantStore[] stores = [one.Services.GetRequiredService<IGrantStore>(), two.Services.GetRequiredService<IGrantStore>()];

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async worker =>
        {
            for (int turn = 0; turn < 3; turn++)
                await stores[worker % 2].TurnAsync(TestContext.Current.CancellationToken);
        }));

        JsonElement job = await two.JobAsync("outage", "done");
        Assert.Equal((Players, 0), (job.Number("granted"), job.Number("left")));
        await AssertOnceAsync(two);
    }

    [Fact]
    public async Task A_snapshot_holds_grants_and_a_job_at_its_place()
    {
        await using ProgressionHost host = await WithPlayersAsync(await ProgressStore.NewAsync(ProgressStores.Memory));
        await host.PostAsync("/v1/grants", Order(Ids.Append("nobody")));
        await host.Services.GetRequiredService<IGrantStore>().TurnAsync(TestContext.Current.CancellationToken);
        Assert.Equal(200, (await host.GrantAsync("p1", """{"id":"other","reason":"운영","items":{"sword":9000},"reward":"r"}""")).Status);
        using var snapshot = new MemoryStream();
        host.State.Save(snapshot);
        snapshot.Position = 0;
        var loaded = new ProgressionState(ServiceDefaultsSettings, LiveOps.Progression.Rules.RulesReader.BuiltIn);
        loaded.Load(snapshot);

        Assert.Equal(JsonSerializer.Serialize(host.State.FindJob("outage")), JsonSerializer.Serialize(loaded.FindJob("outage")));
        Assert.Equal(host.State.NextTurn(), loaded.NextTurn());
        Assert.NotEqual(0, loaded.NextTurn()!.Value.From);
        Assert.Equal(Export(host.State), Export(loaded));
        Assert.Contains("운영", Export(loaded), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"g","reason":"r","xp":1}""", "Nobody is named.")]
    [InlineData("""{"id":"g","reason":"r","xp":1,"playerIds":["a"]}{"playerId":"b"}""", "Something follows the object")]
    [InlineData("""{"id":"g","reason":"r","xp":1,"playerIds":["a b"]}""", "A player's id must be")]
    [InlineData("""{"id":"g","reason":"r","xp":1,"playerIds":["a",null]}""", "A player's id must be")]
    [InlineData("""{"id":"g","reason":"r","xp":1,"playerIds":"a"}""", "playerIds is not what it must be.")]
    [InlineData("""{"id":"g","reason":"r","xp":1,"playerIds":[]}""", "A job has 1 to 50000 players")]
    [InlineData("{\"id\":\"g\",\"reason\":\"r\",\"xp\":1}\n{\"playerId\":\"a\"}\n{\"player\":\"b\"}", "Line 3: player is no member")]
    [InlineData("{\"id\":\"g\",\"reason\":\"r\",\"xp\":1}\n\"a\"", "Line 2: The body is no JSON object.")]
    public async Task An_order_that_is_none_is_refused_whole(string body, string sentence)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync();
        (int status, JsonElement problem) = await host.PostAsync("/v1/grants", body);
        Assert.Equal(400, status);
        Assert.StartsWith(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await host.ReadAsync("/v1/grants")).GetProperty("jobs").EnumerateArray());
        Assert.Equal(413, (await host.PostAsync("/v1/grants", new string(' ', (1 << 20) + 1))).Status);
    }

    private static readonly LiveOps.ServiceDefaults.Settings.DedupeSettings ServiceDefaultsSettings = LiveOps.ServiceDefaults.Settings.DedupeSettings.Default;

    private static IEnumerable<string> Ids => Enumerable.Range(0, Players).Select(number => $"p{number}");

    private static string Order(IEnumerable<string> players) => $$"""{"id":"outage","reason":"sorry","xp":5,"playerIds":{{JsonSerializer.Serialize(players)}}}""";

    private static string Export(ProgressionState state)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            state.TryWriteExport("p1"u8, json);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static async Task<ProgressionHost> WithPlayersAsync(ITestStore store)
    {
        ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.GrantsLooked; // else its first look may find the job of the test, and give it turns that nobody asked for
        await host.PublishAsync([.. Ids.Select(id => TestEvent.Xp(id, 1))]);
        return host;
    }

    private static async Task AssertOnceAsync(ProgressionHost host, string? but = null)
    {
        foreach (string id in Ids.Where(id => id != but).Where((_, at) => at % 29 == 0 || at is 7 or 8 or 255 or 256 or 257 or Players - 2))
            Assert.Equal((id, 6), (id, (await host.ReadAsync($"/v1/players/{id}/export")).Number("xp")));
    }
}
