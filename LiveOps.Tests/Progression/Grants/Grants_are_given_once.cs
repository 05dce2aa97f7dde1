using System.Text.Json;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Stores;

namespace LiveOps.Tests.Progression.Grants;

/// <summary>What operators grant to one player, wherever progress is kept.</summary>
public sealed class Grants_are_given_once
{
    private const string Outage = """{"id":"outage-1","reason":"the outage of Sunday","xp":3000,"items":{"sword":3,"bow":1},"counters":{"races":7},"reward":"sorry"}""";

    [Theory, Every<ProgressStores>]
    public async Task A_grant_does_what_events_of_its_amounts_would_and_stands_in_the_export(ProgressStores kind)
    {
        await using ProgressionHost host = await WithAnnAsync(kind);

        (int status, JsonElement given) = await host.GrantAsync("ann", Outage);

        Assert.Equal(200, status);
        Assert.Equal(
            """{"id":"outage-1","grantedAt":"2026-11-20T12:00:00Z","by":"ann","reason":"the outage of Sunday","xp":3000,"items":{"bow":1,"sword":3},"counters":{"races":7},"reward":"sorry"}""", given.GetRawText());
        JsonElement ann = (await host.GetAsync("/v1/players/ann")).Body;
        Assert.Equal((3010, 6), (ann.Number("xp"), ann.Number("level")));
        Assert.Equal((3, 1, 7), (ann.GetProperty("items").Number("sword"), ann.GetProperty("items").Number("bow"), ann.GetProperty("counters").Number("races")));
        Assert.Equal(["level:5", "sorry"], (await host.GetAsync("/v1/players/ann/rewards")).Body.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetProperty("reward").GetString()).Order());
        Assert.Equal(200, (await host.ClaimAsync("ann", "sorry")).Status);
        Assert.Equal(given.GetRawText(), Assert.Single((await host.ReadAsync("/v1/players/ann/export")).GetProperty("grants").EnumerateArray()).GetRawText());
    }

    [Theory, Every<ProgressStores>]
    public async Task The_same_again_is_answered_the_same_and_something_else_under_the_id_is_refused(ProgressStores kind)
    {
        await using ProgressionHost host = await WithAnnAsync(kind);
        (int Status, JsonElement Body)[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.GrantAsync("ann", Outage)));
        host.Clock.UtcNow += TimeSpan.FromDays(30);

        Assert.All(answers.Append(await host.GrantAsync("ann", Outage)), answer => Assert.Equal((200, answers[0].Body.GetRawText()), (answer.Status, answer.Body.GetRawText())));
        foreach (string other in new[] { Outage.Replace("3000", "3001", StringComparison.Ordinal), Outage.Replace("bow", "axe", StringComparison.Ordinal), Outage.Replace("races", "laps", StringComparison.Ordinal), Outage.Replace("Sunday", "Monday", StringComparison.Ordinal), """{"id":"outage-1","reason":"the outage of Sunday","xp":3000}""" })
        {
            (int status, JsonElement problem) = await host.GrantAsync("ann", other);
            Assert.Equal((422, "https://liveops.dev/problems/grant-reused"), (status, problem.GetProperty("type").GetString()));
        }

        Assert.Equal(3010, (await host.GetAsync("/v1/players/ann")).Body.Number("xp"));
        JsonElement noted = Assert.Single(await host.AuditAsync()); // one that was done
        Assert.Equal(
            ("ann", "ann", "grant", "the outage of Sunday",
                """{"xp":10,"level":1,"items":{"bow":0,"sword":0},"counters":{"races":0}}""",
                """{"xp":3010,"level":6,"items":{"bow":1,"sword":3},"counters":{"races":7},"grant":{"id":"outage-1","xp":3000,"items":{"bow":1,"sword":3},"counters":{"races":7},"reward":"sorry"}}"""),
            (noted.GetProperty("by").GetString(), noted.GetProperty("playerId").GetString(), noted.GetProperty("action").GetString(), noted.GetProperty("reason").GetString(), noted.GetProperty("before").GetRawText(), noted.GetProperty("after").GetRawText()));
        await host.PublishAsync(TestEvent.Xp("ben", 1));
        Assert.Equal(200, (await host.GrantAsync("ben", Outage)).Status); // the id is the player's
        Assert.Equal(3001, (await host.GetAsync("/v1/players/ben")).Body.Number("xp"));
    }

    [Theory, Every<ProgressStores>]
    public async Task Nobody_is_made_by_a_grant_and_who_is_erased_loses_theirs(ProgressStores kind)
    {
        await using ProgressionHost host = await WithAnnAsync(kind);
        Assert.Equal(404, (await host.GrantAsync("nobody", Outage)).Status);
        Assert.Equal(404, (await host.GetAsync("/v1/players/nobody")).Status);
        Assert.Equal(200, (await host.GrantAsync("ann", Outage)).Status);

        Assert.Equal(204, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);

        Assert.Equal(404, (await host.GrantAsync("ann", Outage)).Status);
        Assert.DoesNotContain("\"ann\"", string.Join(",", (await host.AuditAsync()).Select(entry => entry.GetProperty("playerId").GetRawText())), StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Store.PublishAsync(TestEvent.Batch(TestEvent.Start + TimeSpan.FromMinutes(2).Ticks, TestEvent.Xp("ann", 5)), TestContext.Current.CancellationToken);
        Assert.Empty((await host.ReadAsync("/v1/players/ann/export")).GetProperty("grants").EnumerateArray());
        Assert.Equal(200, (await host.GrantAsync("ann", Outage)).Status);
        Assert.Equal(3005, (await host.GetAsync("/v1/players/ann")).Body.Number("xp"));
    }

    [Theory, Every<ProgressStores>]
    public async Task What_the_policy_allows_to_be_taken_away_ends_at_nothing_and_what_came_of_it_is_said(ProgressStores kind)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            folder.File("progression.json"),
            """{"grants":{"negative":true,"maxXp":5000,"maxItems":50,"maxCounters":9},"items":{"caps":{"sword":4}},"counters":{"caps":{"laps":6}},"rewards":[{"reward":"level:5","when":[{"level":5}]},{"reward":"racer","when":[{"counter":"laps","count":5}]}]}""", TestContext.Current.CancellationToken);
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind), ("POLICY_DIR", folder.Path));
        await host.PublishAsync(TestEvent.Xp("ann", 3000), TestEvent.Item("ann", "sword", 3));

        Assert.Equal("""{"xp":-3000,"items":{"bow":0,"sword":1}}""", await AppliedAsync("""{"id":"g1","reason":"r","xp":-4000,"items":{"sword":2,"bow":-1}}"""));
        JsonElement ann = (await host.GetAsync("/v1/players/ann")).Body;
        Assert.Equal((0, 1, 4), (ann.Number("xp"), ann.Number("level"), ann.GetProperty("items").Number("sword")));
        Assert.Equal("level:5", Assert.Single((await host.GetAsync("/v1/players/ann/rewards")).Body.GetProperty("rewards").EnumerateArray()).GetProperty("reward").GetString());
        JsonElement noted = (await host.AuditAsync())[0];
        Assert.Equal(
            ("""{"xp":3000,"level":6,"items":{"bow":0,"sword":3}}""", """{"xp":0,"level":1,"items":{"bow":0,"sword":4},"grant":{"id":"g1","xp":-4000,"items":{"bow":-1,"sword":2},"applied":{"xp":-3000,"items":{"bow":0,"sword":1}}}}"""),
            (noted.GetProperty("before").GetRawText(), noted.GetProperty("after").GetRawText()));
        Assert.Equal("""{"items":{"sword":-4}}""", await AppliedAsync("""{"id":"g2","reason":"r","items":{"sword":-40}}"""));
        Assert.Null(await AppliedAsync("""{"id":"g3","reason":"r","xp":5000}"""));
        Assert.Equal("""{"counters":{"laps":6,"lost":-9}}""", await AppliedAsync("""{"id":"g5","reason":"r","counters":{"laps":9,"lost":-9}}"""));
        Assert.Equal("""{"counters":{"laps":0}}""", await AppliedAsync("""{"id":"g6","reason":"r","counters":{"laps":1}}"""));
        Assert.Contains("racer", (await host.GetAsync("/v1/players/ann/rewards")).Body.GetRawText(), StringComparison.Ordinal);
        foreach (string tooMuch in new[] { """{"id":"g4","reason":"r","xp":5001}""", """{"id":"g4","reason":"r","xp":-9223372036854775808}""", """{"id":"g4","reason":"r","items":{"sword":51}}""", """{"id":"g4","reason":"r","counters":{"laps":10}}""" })
            Assert.Equal(422, (await host.GrantAsync("ann", tooMuch)).Status);

        async Task<string?> AppliedAsync(string body)
        {
            (int status, JsonElement given) = await host.GrantAsync("ann", body);
            Assert.True(status == 200, given.ToString());
            return given.TryGetProperty("applied", out JsonElement applied) ? applied.GetRawText() : null;
        }
    }

    [Theory]
    [InlineData("", 400, "malformed-body")]
    [InlineData("[]", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r"}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","xp":0}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","xp":1.5}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","xp":null,"reward":"gift"}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","xp":1,"items":null}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","xp":"1"}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","xp":1,"gold":1}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","xp":1,"xp":1}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","items":{"a":1,"a":2}}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","items":{"\ud800":1}}""", 400, "malformed-body")]
    [InlineData("""{"id":"g","reason":"r","items":{"a":0}}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","reason":"r","items":{"..":1}}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","reason":"r","counters":{"a":0}}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","reason":"r","counters":{"a b":1}}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","reason":"r","counters":{"a":-1}}""", 422, "not-allowed-by-policy")]
    [InlineData("""{"id":"g","reason":"r","reward":"a b"}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","reason":"r","reward":".."}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","reason":" ","xp":1}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","reason":"a\nb","xp":1}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","xp":1}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"..","reason":"r","xp":1}""", 400, "invalid-parameter")]
    [InlineData("""{"reason":"r","xp":1}""", 400, "invalid-parameter")]
    [InlineData("""{"id":"g","reason":"r","xp":-1}""", 422, "not-allowed-by-policy")]
    [InlineData("""{"id":"g","reason":"r","items":{"a":-1}}""", 422, "not-allowed-by-policy")]
    [InlineData("""{"id":"g","reason":"r","xp":1000001}""", 422, "not-allowed-by-policy")]
    public async Task What_is_no_grant_is_refused_and_changes_nothing(string body, int status, string type)
    {
        await using ProgressionHost host = await WithAnnAsync(ProgressStores.Memory);
        (int answered, JsonElement problem) = await host.GrantAsync("ann", body);
        Assert.Equal((status, $"https://liveops.dev/problems/{type}"), (answered, problem.GetProperty("type").GetString()));
        (answered, problem) = await host.PostAsync("/v1/grants", body.Length > 2 ? body[..^1] + ""","playerIds":["ann"]}""" : body);
        Assert.Equal((status, $"https://liveops.dev/problems/{type}"), (answered, problem.GetProperty("type").GetString()));
        Assert.Equal(10, (await host.GetAsync("/v1/players/ann")).Body.Number("xp"));
        Assert.Empty((await host.ReadAsync("/v1/grants")).GetProperty("jobs").EnumerateArray());
    }

    private static async Task<ProgressionHost> WithAnnAsync(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Xp("ann", 10));
        return host;
    }
}
