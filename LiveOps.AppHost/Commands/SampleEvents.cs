using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace LiveOps.AppHost.Commands;

/// <summary>A command of the gateway in the dashboard: sends one event of each type, signed as the Standard Webhooks specification says.</summary>
internal static class SampleEvents
{
    public const string Command = "send-sample-events";

    public static IResourceBuilder<ProjectResource> WithSampleEventsCommand(
        this IResourceBuilder<ProjectResource> gateway, IResourceBuilder<ParameterResource> secret) =>
        gateway.WithHttpCommand("/v1/events", "Send sample events", endpointName: "http", commandName: Command, commandOptions: new HttpCommandOptions
        {
            Method = HttpMethod.Post,
            Description = "One event of each type for the player \"sample\", in one signed batch.",
            IconName = "Send",
            PrepareRequest = async context => Prepare(
                context.Request, await secret.Resource.GetValueAsync(context.CancellationToken) ?? "", TimeProvider.System.GetUtcNow()),
        });

    /// <summary>Gives the request its body and signature.</summary>
    /// <param name="request">The request to <c>POST /v1/events</c>.</param>
    /// <param name="secret"><c>whsec_</c> and base64, or raw text.</param>
    /// <param name="now">The time of the events and of the signature.</param>
    internal static void Prepare(HttpRequestMessage request, string secret, DateTimeOffset now)
    {
        string id = "sample-" + Guid.CreateVersion7(now).ToString("N");
        byte[] body = Encoding.UTF8.GetBytes(Batch(id, now));
        string timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] key = secret.StartsWith("whsec_", StringComparison.Ordinal) ? Convert.FromBase64String(secret["whsec_".Length..]) : Encoding.UTF8.GetBytes(secret);
        byte[] signature = HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]);

        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(signature));
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static string Batch(string id, DateTimeOffset now)
    {
        string Event(string type, string data) =>
            $$"""{"id":"{{id}}-{{type}}","playerId":"sample","type":"{{type}}","occurredAt":"{{now.UtcDateTime:O}}","data":{{data}}}""";

        return $$"""{"events":[{{string.Join(',',
            Event("xp_gained", """{"amount":120}"""),
            Event("boss_killed", """{"bossId":"dragon"}"""),
            Event("item_acquired", """{"itemId":"sword","quantity":1}"""),
            Event("score_submitted", """{"board":"arena","score":4200}"""))}}]}""";
    }
}
