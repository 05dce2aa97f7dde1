using System.Text.Json;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Grants;

namespace LiveOps.Tests.Progression.Endpoints;

/// <summary>The search for players, wherever progress is kept.</summary>
public sealed class Players_found_by_their_ids
{
    [Theory, Every<ProgressStores>]
    public async Task Those_whose_ids_begin_so_are_found_byte_by_byte_page_after_page(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        string[] ids = ["ann", "Ann", "ann.b", "ann-a", "ann:z", "ann_9", "anna", "annz", "ano", "am", "b"];
        await host.PublishAsync([.. ids.Select((id, n) => TestEvent.Xp(id, n + 1))]);
        string[] begin = [.. ids.Where(id => id.StartsWith("ann", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        Assert.Equal(begin, await FoundAsync(host, "prefix=ann"));
        Assert.Equal((string[])["am", .. begin, "ano"], await FoundAsync(host, "prefix=a"));
        Assert.Equal(["Ann"], await FoundAsync(host, "prefix=A"));
        Assert.Empty(await FoundAsync(host, "prefix=annzz"));
        var paged = new List<string>();
        for (string? after = ""; after is not null;)
        {
            JsonElement page = await host.ReadAsync($"/v1/players?prefix=ann&limit=3{(after.Length > 0 ? $"&after={after}" : "")}");
            Assert.InRange(page.GetProperty("players").GetArrayLength(), 1, 3);
            paged.AddRange(Ids(page));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal(begin, paged);
        JsonElement ano = Assert.Single((await host.ReadAsync("/v1/players?prefix=ano")).GetProperty("players").EnumerateArray());
        Assert.Equal((9, "2026-11-20T12:00:00.0000008Z"), (ano.Number("xp"), ano.GetProperty("updatedAt").GetString()));
    }

    [Theory, Every<ProgressStores>]
    public async Task Who_is_erased_is_not_found_and_nobody_without_a_token_finds_anybody(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        await host.PublishAsync(TestEvent.Xp("ann", 1), TestEvent.Xp("anna", 1));
        await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken);

        Assert.Equal(["anna"], await FoundAsync(host, "prefix=ann"));
        Assert.Equal(401, (await host.GetAsync("/v1/players?prefix=ann")).Status);
        foreach (string query in new[] { "", "prefix=", "prefix=a%20b", "prefix=%3Cscript%3E", "limit=0", "limit=51", "after=%25", $"prefix={new string('a', 65)}" })
            Assert.Equal(400, (await host.GetAsync($"/v1/players?{query}", ProgressionHost.OperatorToken)).Status);
    }

    [Fact]
    public async Task The_first_of_many_in_memory_are_found_however_they_came()
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync();
        int[] order = [.. Enumerable.Range(0, 5_000)];
        new Random(7).Shuffle(order);
        foreach (int[] some in order.Chunk(500))
            await host.PublishAsync([.. some.Select(n => TestEvent.Xp($"p{n:d5}", 1))]);

        Assert.Equal(Enumerable.Range(120, 50).Select(n => $"p{n:d5}"), await FoundAsync(host, "prefix=p&after=p00119&limit=50"));
        Assert.Equal(Enumerable.Range(4_990, 10).Select(n => $"p{n:d5}"), await FoundAsync(host, "prefix=p0499&limit=50"));
    }

    private static async Task<string[]> FoundAsync(ProgressionHost host, string query) => Ids(await host.ReadAsync($"/v1/players?{query}"));

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("players").EnumerateArray().Select(player => player.GetProperty("playerId").GetString()!)];
}
