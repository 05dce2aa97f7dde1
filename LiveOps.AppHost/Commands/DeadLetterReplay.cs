using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveOps.AppHost.Commands;

/// <summary>A command of a service in the dashboard: gives it all its dead letters again. What fails again is a letter again.</summary>
internal static class DeadLetterReplay
{
    public const string Command = "replay-dead-letters";

    private const int MostLetters = 500; // of one page

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
    /// <param name="page">How many are listed at once.</param>
    /// <returns>How many.</returns>
    /// <exception cref="HttpRequestException">The service refused, or is not there.</exception>
    internal static async Task<int> ReplayAsync(HttpClient client, CancellationToken cancellation, int page = MostLetters)
    {
        int replayed = 0;
        foreach (string id in await IdsAsync(client, page, cancellation))
        {
            using HttpResponseMessage answer = await client.PostAsync($"/v1/dead-letters/{Uri.EscapeDataString(id)}/replay", content: null, cancellation);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                continue; // another replica, or person, was there first
            answer.EnsureSuccessStatusCode();
            replayed++;
        }

        return replayed;
    }

    // All of them before any is replayed: what fails again is a letter again, and each is to be tried once.
    private static async Task<List<string>> IdsAsync(HttpClient client, int page, CancellationToken cancellation)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            string after = next is null ? "" : "&after=" + Uri.EscapeDataString(next);
            JsonElement letters = await client.GetFromJsonAsync<JsonElement>($"/v1/dead-letters?limit={page}{after}", cancellation);
            ids.AddRange(letters.GetProperty("deadLetters").EnumerateArray().Select(letter => letter.GetProperty("id").GetString()!));
            next = letters.TryGetProperty("next", out JsonElement more) ? more.GetString() : null;
        }
        while (next is not null);
        return ids;
    }
}
