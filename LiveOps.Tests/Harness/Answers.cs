using System.Text.Json;

namespace LiveOps.Tests.Harness;

/// <summary>What tests demand of answers.</summary>
internal static class Answers
{
    /// <summary>The JSON of an answer that must have this status.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, int status)
    {
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} instead of {status}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The problem of an answer, which must be one with this status and type.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, int status, string type)
    {
        JsonElement problem = await answer.JsonAsync(status);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("https://liveops.dev/problems/" + type, problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("title").GetString()));
        return problem;
    }
}
