using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Progression.Stores;

namespace LiveOps.Tests.Progression.Grants;

/// <summary>An operator's calls of grants.</summary>
internal static class GrantCalls
{
    /// <summary>Grants something to a player.</summary>
    public static Task<(int Status, JsonElement Body)> GrantAsync(this ProgressionHost host, string player, string body) => host.PostAsync($"/v1/players/{player}/grants", body);

    /// <summary>Posts a body as an operator called ann.</summary>
    public static async Task<(int Status, JsonElement Body)> PostAsync(this ProgressionHost host, string path, string body = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ProgressionHost.OperatorToken);
        request.Headers.Add("liveops-operator", "ann");
        return await host.SendAsync(request);
    }

    /// <summary>What an operator reads.</summary>
    public static async Task<JsonElement> ReadAsync(this ProgressionHost host, string path)
    {
        (int status, JsonElement body) = await host.GetAsync(path, ProgressionHost.OperatorToken);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return body;
    }

    /// <summary>What the audit has of grants, newest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AuditAsync(this ProgressionHost host) => [.. (await host.ReadAsync("/v1/audit?kind=grant")).GetProperty("entries").EnumerateArray()];

    /// <summary>Lets time go on until a job is as wanted.</summary>
    public static async Task<JsonElement> JobAsync(this ProgressionHost host, string job, string status)
    {
        JsonElement body = default;
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(5, TestContext.Current.CancellationToken))
        {
            body = await host.ReadAsync($"/v1/grants/{job}");
            if (body.GetProperty("status").GetString() == status)
                return body;
            host.Clock.Advance(GrantRunner.Interval);
        }

        throw new Xunit.Sdk.XunitException($"{job} never was {status}: {body}");
    }

    /// <summary>A number of an answer.</summary>
    public static long Number(this JsonElement body, string member) => body.GetProperty(member).GetInt64();
}
