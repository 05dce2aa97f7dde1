using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveOps.AppHost;

/// <summary>A command of a service in the dashboard: gives it all its dead letters again. What fails again is a letter again.</summary>
internal static class DeadLetterReplay
{
    public const string Command = "replay-dead-letters";

    // More than these are not to be had at once, and a letter that fails again comes last: so each is tried once.
    private const int Most = 500;

    public static IResourceBuilder<ProjectResource> WithReplayDeadLettersCommand(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> operatorToken) =>
        service.WithOperatorCommand(
            operatorToken,
            Command,
            "Replay dead letters",
            async (client, cancellation) => $"{await ReplayAsync(client, cancellation)} messages were given to {service.Resource.Name} again.",
            new CommandOptions { Description = "Gives the service every message again that it could not apply.", IconName = "ArrowReplay" });

    /// <summary>Replays the letters there are now.</summary>
    /// <param name="client">With the service's address and the operator token.</param>
    /// <param name="cancellation">Ends it between two letters.</param>
    /// <returns>How many.</returns>
    /// <exception cref="HttpRequestException">The service refused, or is not there.</exception>
    internal static async Task<int> ReplayAsync(HttpClient client, CancellationToken cancellation)
    {
        JsonElement page = await client.GetFromJsonAsync<JsonElement>($"/v1/dead-letters?limit={Most}", cancellation);
        int replayed = 0;
        foreach (JsonElement letter in page.GetProperty("deadLetters").EnumerateArray())
        {
            using HttpResponseMessage answer = await client.PostAsync($"/v1/dead-letters/{Uri.EscapeDataString(letter.GetProperty("id").GetString()!)}/replay", content: null, cancellation);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                continue; // another replica, or person, was there first
            answer.EnsureSuccessStatusCode();
            replayed++;
        }

        return replayed;
    }
}
