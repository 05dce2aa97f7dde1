using System.Text.Json;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>What the notices of changed documents say, of every service's.</summary>
public sealed class Notices_of_documents
{
    private static readonly (string Service, string Name)[] All = [("fairness", "fairness"), ("progression", "progression"), ("leaderboard", "boards"), ("gateway", "intake")];

    [Fact]
    public async Task Say_who_made_a_version_who_called_it_off_and_what_was_brought_back()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("WEBHOOK_PRIVATE_HOSTS", "localhost"));
        await using Receiver receiver = await Receiver.StartAsync();
        using (HttpResponseMessage hook = await live.OperateAsync(HttpMethod.Put, "gateway", "/v1/webhooks/game", new { url = receiver.Localhost, types = new[] { "policy.changed" } }))
            await hook.JsonAsync(201);
        foreach ((string service, string name) in All)
        {
            var document = new DocumentCalls(live, service, name);
            Assert.Equal(200, (await document.PutAsync(Text(name, 1), "\"0\"", "first", author: "ann")).Status);
            Assert.Equal(200, (await document.PutAsync(Text(name, 2), "\"1\"", "soon", effectiveAt: DateTimeOffset.UtcNow.AddHours(1), author: "ann")).Status);
            Assert.Equal(204, (await document.SendAsync(HttpMethod.Delete, "/scheduled/2?reason=a+mistake", author: "ben")).Status);
            Assert.Equal(200, (await document.SendAsync(HttpMethod.Post, "/rollback?version=0&reason=back", author: "cid")).Status);
            Assert.Equal(0, (await document.GetAsync("/versions/3")).Json.GetProperty("restores").GetInt32());
            Assert.False((await document.GetAsync("/versions/2")).Json.TryGetProperty("restores", out _));
        }

        ILookup<string, Received> got = (await receiver.WaitAsync(4 * All.Length)).ToLookup(one => one.Subject);
        foreach ((string service, string name) in All)
        {
            Assert.Equal(
                ["made 1 - ann first", "made 2 - ann soon", "called-off 2 - ben a mistake", "rolled-back 3 0 cid back"],
                got[name].Select(one => $"{one.Data.GetProperty("change")} {one.Data.GetProperty("version")} {Restores(one.Data)} {one.Data.GetProperty("by")} {one.Data.GetProperty("reason")}"));
            Assert.All(got[name], one => Assert.Equal($"/liveops/{service}", one.Event.GetProperty("source").GetString()));
            DateTime[] times = [.. got[name].Select(one => one.Event.GetProperty("time").GetDateTime())];
            Assert.Equal(times.Order().Distinct(), times); // also of the calling off
        }
    }

    private static string Restores(JsonElement data) => data.TryGetProperty("restores", out JsonElement restores) ? restores.GetRawText() : "-";

    private static string Text(string name, int n) => name == "intake" ? """{"sources":{}}""" : Changed(name, n);
}
