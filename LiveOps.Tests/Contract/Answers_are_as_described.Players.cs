using System.Text.Json;

namespace LiveOps.Tests.Contract;

/// <content>The search for players, and notes about them.</content>
public sealed partial class Answers_are_as_described
{
    private static async Task PlayersAsync(Func<HttpMethod, string, string, int, object?, string?, Task<JsonElement>> call)
    {
        const string Notes = "/v1/players/ada/notes";
        JsonElement found = await call(HttpMethod.Get, "progression", "/v1/players?prefix=ad&limit=1", 200, null, null);
        Assert.Equal("ada", found.GetProperty("players")[0].GetProperty("playerId").GetString());
        await call(HttpMethod.Get, "progression", "/v1/players?prefix=a%20d", 400, null, null);
        string id = (await call(HttpMethod.Post, "progression", Notes, 200, new { text = "tested" }, null)).GetProperty("id").GetString()!;
        await call(HttpMethod.Post, "progression", Notes, 400, new { }, null);
        await call(HttpMethod.Get, "progression", Notes, 200, null, null);
        await call(HttpMethod.Delete, "progression", $"{Notes}/{id}?reason=tested", 204, null, null);
        await call(HttpMethod.Delete, "progression", $"{Notes}/{id}", 404, null, null);
        await call(HttpMethod.Post, "progression", Notes, 200, new { text = "exported" }, null);
    }
}
