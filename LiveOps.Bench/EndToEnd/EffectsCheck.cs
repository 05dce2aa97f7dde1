using System.Globalization;
using System.Net;
using System.Text.Json;

namespace LiveOps.Bench.EndToEnd;

/// <summary>
/// Reads every player and every entry of every board over HTTP and compares them with what must be true, exactly. An event lost, or counted
/// twice, shows in a sum; a score lost in its board.
/// </summary>
internal sealed class EffectsCheck(HttpClient http, Uri progression, Uri leaderboard, Effects expected) : IDisposable
{
    private const int Readers = 16, Page = 1000;

    private readonly SemaphoreSlim _places = new(Readers);

    /// <summary>What was compared, in a sentence.</summary>
    /// <exception cref="InvalidOperationException">Something differs.</exception>
    public async Task<string> RunAsync()
    {
        int players = expected.Xp.Length;
        string[] wrong = [.. (await Task.WhenAll(Enumerable.Range(0, players).Select(CheckPlayerAsync))).OfType<string>()];
        if (wrong.Length > 0)
            throw new InvalidOperationException($"{wrong.Length} of {players} players are not as they must be; {wrong[0]}");
        int[] entries = await Task.WhenAll(Enumerable.Range(0, expected.Best.Length).Select(CheckBoardAsync));
        return string.Create(CultureInfo.InvariantCulture,
            $"Every effect of {expected.Events:N0} events was then read over HTTP and is exact: XP ({expected.Xp.Sum():N0} in all), kills ({expected.Kills.Sum():N0}) and items ({expected.Items.Sum():N0}) of {players:N0} players, and {entries.Sum():N0} entries of {entries.Length} boards.");
    }

    public void Dispose() => _places.Dispose();

    // What is wrong; null when nothing is.
    private async Task<string?> CheckPlayerAsync(int player)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/v1/players/p-{player:D8}");
        (long Xp, long Kills, long Items) must = (expected.Xp[player], expected.Kills[player], expected.Items[player]);
        using JsonDocument? answer = await GetAsync(new Uri(progression, path));
        (long Xp, long Kills, long Items) seen = answer is null
            ? default
            : (answer.RootElement.GetProperty("xp").GetInt64(), Sum(answer.RootElement.GetProperty("bossKills")), Sum(answer.RootElement.GetProperty("items")));
        return seen == must ? null : $"{path}: XP, kills, items are {seen}, must be {must}";
    }

    private async Task<int> CheckBoardAsync(int board)
    {
        int[] best = expected.Best[board];
        int total = best.Count(score => score > 0);
        var read = new HashSet<int>();
        for (int offset = 0; offset == 0 || offset < total; offset += Page)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/v1/leaderboards/board-{board:D4}/all?limit={Page}&offset={offset}");
            using JsonDocument? answer = await GetAsync(new Uri(leaderboard, path));
            if (answer is null && total == 0)
                return 0;
            if (answer is null)
                throw new InvalidOperationException(path + " is not there");
            if (answer.RootElement.GetProperty("total").GetInt32() != total)
                throw new InvalidOperationException($"{path}: {answer.RootElement.GetProperty("total")} players, must be {total}");
            foreach (JsonElement entry in answer.RootElement.GetProperty("entries").EnumerateArray())
            {
                int player = int.Parse(entry.GetProperty("playerId").GetString().AsSpan(2), CultureInfo.InvariantCulture);
                if (entry.GetProperty("score").GetInt64() != best[player])
                    throw new InvalidOperationException($"{path}: {entry} must have the score {best[player]}");
                if (!read.Add(player))
                    throw new InvalidOperationException($"{path}: {entry} came before");
            }
        }

        // Nobody came twice, so with as many as there must be everybody came.
        return read.Count == total ? total : throw new InvalidOperationException($"board-{board:D4} shows {read.Count} of its {total} entries");
    }

    private async Task<JsonDocument?> GetAsync(Uri uri)
    {
        await _places.WaitAsync();
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(uri);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return null;
            answer.EnsureSuccessStatusCode();
            return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        }
        finally
        {
            _places.Release();
        }
    }

    private static long Sum(JsonElement counts) => counts.EnumerateObject().Sum(count => count.Value.GetInt64());
}
