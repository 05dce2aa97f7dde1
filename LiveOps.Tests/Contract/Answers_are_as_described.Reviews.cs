using System.Text.Json;

namespace LiveOps.Tests.Contract;

/// <content>The review queue.</content>
public sealed partial class Answers_are_as_described
{
    private static async Task ReviewAsync(Func<HttpMethod, string, string, int, object?, string?, Task<JsonElement>> call)
    {
        JsonElement page = await call(HttpMethod.Get, "fairness", "/v1/reviews?player=bob", 200, null, null);
        string review = $"/v1/reviews/{page.GetProperty("reviews")[0].GetProperty("case").GetString()}";
        await call(HttpMethod.Get, "fairness", "/v1/reviews?cursor=nonsense", 400, null, null);
        string tag = $"\"{(await call(HttpMethod.Get, "fairness", review, 200, null, null)).GetProperty("version").GetInt64()}\"";
        await call(HttpMethod.Get, "fairness", "/v1/reviews/none", 404, null, null);
        object block = new { decision = "block", seconds = 60, reason = "tested" };
        await call(HttpMethod.Post, "fairness", $"{review}/decisions", 428, block, null);
        await call(HttpMethod.Post, "fairness", $"{review}/decisions", 200, block, tag);
        await call(HttpMethod.Post, "fairness", $"{review}/decisions", 412, block, tag);
        await call(HttpMethod.Post, "fairness", $"{review}/decisions", 400, new { decision = "clear" }, tag);
        await call(HttpMethod.Post, "fairness", $"{review}/undo", 400, new { }, null);
        await call(HttpMethod.Post, "fairness", $"{review}/undo", 200, new { reason = "tested" }, null);
        await call(HttpMethod.Post, "fairness", $"{review}/undo", 409, new { reason = "tested" }, null);
    }
}
