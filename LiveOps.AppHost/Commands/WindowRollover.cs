using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveOps.AppHost.Commands;

/// <summary>
/// Commands of the leaderboard in the dashboard, one for each window that ends: they roll it over early on every board on which somebody has
/// scored in its running period.
/// </summary>
internal static class WindowRollover
{
    private const int MostBoards = 1000; // of one page

    /// <summary>The windows that end.</summary>
    public static readonly IReadOnlyList<string> Windows = ["daily", "weekly", "seasonal"];

    /// <summary>The command of a window.</summary>
    public static string Command(string window) => "roll-over-" + window;

    public static IResourceBuilder<ProjectResource> WithRolloverCommands(
        this IResourceBuilder<ProjectResource> leaderboard, IResourceBuilder<ParameterResource> operatorToken)
    {
        foreach (string window in Windows)
        {
            leaderboard.WithOperatorCommand(
                operatorToken,
                Command(window),
                $"Roll over {window} boards",
                (client, cancellation) => RollOverAsync(client, window, cancellation),
                new CommandOptions
                {
                    Description = $"Ends the running {window} period of every board now; what is left of it is a period of its own.",
                    ConfirmationMessage = $"End the running {window} period of every board now? It cannot be opened again.",
                    IconName = "ArrowTurnRight",
                });
        }

        return leaderboard;
    }

    /// <summary>Rolls a window over on every board on which somebody has scored in it.</summary>
    /// <param name="client">With the service's address and the operator token.</param>
    /// <param name="window">Which window.</param>
    /// <param name="cancellation">Ends it between two boards.</param>
    /// <returns>What was done, as a sentence.</returns>
    /// <exception cref="HttpRequestException">The service refused, or is not there.</exception>
    internal static async Task<string> RollOverAsync(HttpClient client, string window, CancellationToken cancellation)
    {
        var done = new List<string>();
        foreach ((string board, string period) in await ScoredAsync(client, window, cancellation))
        {
            using HttpResponseMessage answer = await client.PostAsync($"/v1/leaderboards/{board}/{window}/rollover?period={Uri.EscapeDataString(period)}", content: null, cancellation);
            if (answer.StatusCode == HttpStatusCode.Conflict)
                continue; // somebody else was first
            answer.EnsureSuccessStatusCode();
            JsonElement ended = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            done.Add($"{board} ({ended.GetProperty("period").GetString()}, {ended.GetProperty("total").GetInt32()} ranked)");
        }

        return done.Count == 0
            ? $"Nobody has scored in a {window} period that runs now: nothing was rolled over."
            : $"The {window} window was rolled over on {done.Count} boards: {string.Join(", ", done)}.";
    }

    // All of them before any is rolled over: a board that comes meanwhile moves those behind it to another page.
    private static async Task<List<(string Board, string Period)>> ScoredAsync(HttpClient client, string window, CancellationToken cancellation)
    {
        var scored = new List<(string, string)>();
        for (int offset = 0, total = 1; offset < total; offset += MostBoards)
        {
            JsonElement page = await client.GetFromJsonAsync<JsonElement>($"/v1/leaderboards?limit={MostBoards}&offset={offset}", cancellation);
            total = page.GetProperty("total").GetInt32();
            foreach (JsonElement board in page.GetProperty("boards").EnumerateArray())
            {
                foreach (JsonElement entry in board.GetProperty("windows").EnumerateArray().Where(entry => entry.GetProperty("window").GetString() == window && entry.GetProperty("total").GetInt32() > 0))
                    scored.Add((board.GetProperty("board").GetString()!, entry.GetProperty("period").GetString()!));
            }
        }

        return scored;
    }
}
