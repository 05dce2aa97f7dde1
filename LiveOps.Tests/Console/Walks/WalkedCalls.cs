using System.Text.Json;

namespace LiveOps.Tests.Console.Walks;

/// <summary>What is seen of a system's services by their API.</summary>
internal static class WalkedCalls
{
    /// <summary>JSON that must be there.</summary>
    public static async Task<JsonElement> JsonAsync(this IWalkedSystem system, string service, string path)
    {
        using HttpResponseMessage answer = await system.CallAsync(HttpMethod.Get, service, path);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The status of a path.</summary>
    public static async Task<int> StatusAsync(this IWalkedSystem system, string service, string path)
    {
        using HttpResponseMessage answer = await system.CallAsync(HttpMethod.Get, service, path);
        return (int)answer.StatusCode;
    }

    /// <summary>Asks until the answer is as wanted: in a cluster it may come from a replica that has it a moment later.</summary>
    public static async Task<JsonElement> EventuallyAsync(this IWalkedSystem system, string service, string path, Func<JsonElement, bool> wanted)
    {
        string last = "";
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(20))
        {
            using HttpResponseMessage answer = await system.CallAsync(HttpMethod.Get, service, path);
            last = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode && JsonDocument.Parse(last).RootElement is var json && wanted(json))
                return json;
        }

        throw new Xunit.Sdk.XunitException($"GET {path} never was as wanted; last: {last}");
    }

    /// <summary>Asks until there is nothing.</summary>
    public static async Task GoneAsync(this IWalkedSystem system, string service, string path)
    {
        for (var patience = new Patience(); await system.StatusAsync(service, path) != 404; await Task.Delay(20))
            Assert.False(patience.IsOver, $"{path} stays");
    }

    /// <summary>Sends events, all of which must be accepted.</summary>
    public static async Task AcceptAsync(this IWalkedSystem system, params string[] events)
    {
        for (var patience = new Patience(); ; await Task.Delay(100))
        {
            using HttpResponseMessage answer = await system.SignAsync("gateway", "/v1/events", $$"""{"events":[{{string.Join(',', events)}}]}""");
            string body = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode == 202 && JsonDocument.Parse(body).RootElement is var done && done.GetProperty("accepted").GetInt32() + done.GetProperty("duplicates").GetInt32() == events.Length)
                return;
            // A 409 is that of a call whose answer was not waited for, and which is not done yet.
            Assert.True((int)answer.StatusCode is 503 or 409 && !patience.IsOver, body);
        }
    }

    /// <summary>Puts a document in place of the one that is in force, or what has no versions.</summary>
    public static async Task PutAsync(this IWalkedSystem system, string service, string path, string document, string? effectiveAt = null)
    {
        for (var patience = new Patience(); ;)
        {
            string? version;
            using (HttpResponseMessage before = await system.CallAsync(HttpMethod.Get, service, path))
                version = before.Headers.ETag?.ToString();
            string query = version is null ? "" : $"?reason=walked{(effectiveAt is null ? "" : $"&effectiveAt={effectiveAt}")}";
            using HttpResponseMessage answer = await system.CallAsync(HttpMethod.Put, service, path + query, document, version);
            if (answer.IsSuccessStatusCode)
                return;
            Assert.True((int)answer.StatusCode == 412 && !patience.IsOver, await answer.Content.ReadAsStringAsync()); // a call whose answer was lost was made again
        }
    }
}
