using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveOps.Tests.Harness;
using LiveOps.Tests.KiotaClient.Leaderboard;
using LiveOps.Tests.KiotaClient.Progression;
using LiveOps.Tests.KiotaClient.Progression.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using LeaderboardDocument = LiveOps.Tests.KiotaClient.Leaderboard.V1.Policies.Item.WithNamePutRequestBody;
using ProgressionDocument = LiveOps.Tests.KiotaClient.Progression.V1.Policies.Item.WithNamePutRequestBody;

namespace LiveOps.Tests.Contract;

/// <summary>
/// Documents are open in the contract, and Kiota makes dates and UUIDs of the open texts that look like them (findings/kiota-texts-become-dates.sh): of those that are a member
/// of the body itself, not of those further in. Ours have objects, lists and numbers there, so that a client may read one, change a member and write it.
/// </summary>
public sealed class A_document_changed_by_Kiota
{
    // Days, times with more digits than a tick has and with offsets, and names that look like a UUID, a day and a time of day.
    private const string Boards = """
        {"maxBoards":1000,"boards":{"5F0F3A66-1B1E-4D7A-9C37-9D6F2B1F0A11":{"windows":["seasonal"],"timeZone":"Asia/Seoul","seasons":[
          {"id":"2026-11-28","opensAt":"2026-11-28","closesAt":"2026-12-01T20:00:00.123456700+09:00"},{"id":"20:30","opensAt":"2027-01-01","closesAt":"2027-02-01T00:00:00Z"}]}}}
        """;

    private const string LiveEvents = """
        {"liveEvents":[{"id":"2030-11-28","title":"5F0F3A66-1B1E-4D7A-9C37-9D6F2B1F0A11","opensAt":"2030-11-28T20:00:00+09:00","closesAt":"2030-11-29T20:00:00+09:00","multipliers":{"xp_gained":1.25}}]}
        """;

    private const string Progression = """
        {"items":{"caps":{"2026-11-28":9007199254740992}},"rewards":[{"reward":"5F0F3A66-1B1E-4D7A-9C37-9D6F2B1F0A11","when":[{"firstKill":"2026-11-28T20:00"}]}]}
        """;

    [Theory]
    [InlineData("boards", Boards)]
    [InlineData("live-events", LiveEvents)]
    public async Task Those_of_the_leaderboard_keep_what_nobody_changed(string name, string document)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await PutAsync(live, "leaderboard", name, document);
        var client = new LeaderboardClient(Adapter(live, "leaderboard"));

        IDictionary<string, object> read = (await client.V1.Policies[name].GetAsync())!.AdditionalData;
        await client.V1.Policies[name].PutAsync(new LeaderboardDocument { AdditionalData = With(read, name == "boards" ? "maxBoards" : null) }, call =>
        {
            call.QueryParameters.Reason = "changed by Kiota";
            call.Headers.Add("If-Match", "\"1\"");
        });

        AssertIs(document, name == "boards" ? "maxBoards" : null, await live.JsonAsync("leaderboard", $"/v1/policies/{name}", LiveSystem.OperatorToken));
    }

    [Fact]
    public async Task Those_of_progression_do()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await PutAsync(live, "progression", "progression", Progression);
        var client = new ProgressionClient(Adapter(live, "progression"));

        IDictionary<string, object> read = (await client.V1.Policies["progression"].GetAsync())!.AdditionalData;
        await client.V1.Policies["progression"].PutAsync(new ProgressionDocument { AdditionalData = read }, call =>
        {
            call.QueryParameters.Reason = "changed by Kiota";
            call.Headers.Add("If-Match", "\"1\"");
        });

        AssertIs(Progression, null, await live.JsonAsync("progression", "/v1/policies/progression", LiveSystem.OperatorToken));
    }

    // Else Kiota would change it: then docs/clients.md is to warn of it.
    [Fact]
    public void No_document_has_a_text_as_a_member_of_its_own() => Assert.All(
        Directory.GetFiles(ContractFiles.Folder, "*.schema.json"),
        file => Assert.All(
            JsonNode.Parse(File.ReadAllText(file))!["properties"]!.AsObject().Where(member => member.Key != "$schema"), // an address
            member => Assert.True(member.Value!["$ref"] is not null || (string?)member.Value["type"] is "object" or "array" or "integer" or "number" or "boolean", $"{file}: {member.Key}")));

    // The writer takes an unsigned number for a class without properties: what docs/clients.md says of amounts.
    [Fact]
    public async Task An_amount_that_is_a_long_is_granted_and_an_unsigned_one_is_refused()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Xp("ada", 10));
        await live.EventuallyAsync("progression", "/v1/players/ada", player => player.GetProperty("xp").GetInt64() == 10);
        var client = new ProgressionClient(Adapter(live, "progression"));

        GivenGrant? given = await GrantAsync("one", 7L);
        await Assert.ThrowsAsync<GivenGrant400Error>(() => GrantAsync("two", 7UL));

        Assert.Equal(7, Convert.ToInt64(given!.Items!.AdditionalData["gold"], CultureInfo.InvariantCulture));

        Task<GivenGrant?> GrantAsync(string id, object amount) => client.V1.Players["ada"].Grants.PostAsync(
            new GrantRequest { Id = id, Reason = "by Kiota", Items = new GrantRequest_items { AdditionalData = new Dictionary<string, object> { ["gold"] = amount } } });
    }

    [Fact]
    public async Task What_is_to_stay_as_it_came_is_asked_for_as_a_stream()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await PutAsync(live, "progression", "progression", Progression);
        HttpClientRequestAdapter adapter = Adapter(live, "progression");

        await using Stream? came = await adapter.SendPrimitiveAsync<Stream>(new ProgressionClient(adapter).V1.Policies["progression"].ToGetRequestInformation());

        AssertIs(Progression, null, (await JsonDocument.ParseAsync(came!)).RootElement);
    }

    private static Dictionary<string, object> With(IDictionary<string, object> read, string? changed)
    {
        var with = new Dictionary<string, object>(read);
        if (changed is not null)
            with[changed] = 2000L;
        return with;
    }

    private static async Task PutAsync(LiveSystem live, string service, string name, string document)
    {
        using HttpResponseMessage answer = await live.OperateAsync(HttpMethod.Put, service, $"/v1/policies/{name}?reason=first", JsonNode.Parse(document), ifMatch: "\"0\"");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    // To the letter, and not only what it means: 1.0 would be 1, and another time of the same instant.
    private static void AssertIs(string document, string? changed, JsonElement now)
    {
        JsonObject expected = JsonNode.Parse(document)!.AsObject();
        if (changed is not null)
            expected[changed] = 2000;
        Assert.Equal(expected.ToJsonString(), JsonNode.Parse(now.GetRawText())!.ToJsonString());
    }

    private static HttpClientRequestAdapter Adapter(LiveSystem live, string service) => new(new OperatorToken()) { BaseUrl = live.Url(service, "/").ToString().TrimEnd('/') };

    private sealed class OperatorToken : IAuthenticationProvider
    {
        public Task AuthenticateRequestAsync(RequestInformation request, Dictionary<string, object>? additionalAuthenticationContext, CancellationToken cancellationToken)
        {
            request.Headers.Add("Authorization", new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken).ToString());
            return Task.CompletedTask;
        }
    }
}
