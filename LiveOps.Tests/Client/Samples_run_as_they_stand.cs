using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Client;

/// <summary>The samples that the README shows, as processes against the real system.</summary>
public sealed class Samples_run_as_they_stand
{
    [Fact]
    public void None_is_longer_than_a_screen() => Assert.All(
        Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is "Program.cs" or "server.mjs" or "board.html"),
        file => Assert.True(File.ReadAllLines(file).Length < 60, file));

    [Fact]
    public async Task A_server_has_a_key_made_a_game_plays_with_it_and_both_see_the_board()
    {
        using var folder = new TempFolder();
        await using LiveSystem live = await LiveSystem.StartAsync();
        (string, string)[] where = [("GATEWAY", live.Url("gateway", "/").ToString()), ("LEADERBOARD", live.Url("leaderboard", "/").ToString())];
        var output = new HeardLines();
        var listens = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        using HeardProcess server = Start("GameServer", [.. where, ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("HMAC_SECRET", LiveSystem.Secret), ("OUTBOX", folder.File("server"))], line =>
        {
            output.Add(line);
            if (line.Split("listening on: ") is [_, var address])
                listens.TrySetResult(new Uri(address));
        });
        using var http = new HttpClient { BaseAddress = await listens.Task.WaitAsync(Patience.Whole) };

        using HttpResponseMessage made = await http.PostAsync("/login/ada", null);
        JsonElement key = await made.JsonAsync(200);
        using HttpResponseMessage match = await http.PostAsync("/matches", new StringContent("""{"id":"m-1","winner":"bob","score":250}""", Encoding.UTF8, "application/json"));
        Assert.Equal(202, (int)match.StatusCode);
        using HttpResponseMessage nobody = await http.PostAsync("/login/a%20b", null);
        using HttpResponseMessage none = await http.PostAsync("/matches", new StringContent("""{"id":"m-2","winner":"no player","score":250}""", Encoding.UTF8, "application/json"));
        Assert.Equal((400, 400), ((int)nobody.StatusCode, (int)none.StatusCode));
        (string, string)[] game =
        [
            .. where, ("PLAYER", "ada"), ("PLAYER_KEY", key.GetProperty("key").GetString()!), ("PLAYER_SECRET", key.GetProperty("secret").GetString()!), ("OUTBOX", folder.File("game")),
        ];
        (int games, string played) = await PlayAsync(game, "1. ada 600");
        await live.EventuallyAsync("progression", "/v1/players/bob", player => player.GetProperty("counters").GetProperty("matches").GetInt64() == 1);
        Assert.Equal(6 * games, played.Split('\n').Count(line => line.EndsWith(": counts", StringComparison.Ordinal)));
        Assert.Equal("""["1. ada 600","2. bob 250"]""", await http.GetStringAsync("/top"));

        // Again, when the board has a better one of hers.
        using HttpResponseMessage better = await http.PostAsync("/matches", new StringContent("""{"id":"m-3","winner":"ada","score":700}""", Encoding.UTF8, "application/json"));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/daily/players/ada", entry => entry.GetProperty("score").GetInt64() == 700);
        await PlayAsync(game, "1. ada 700");
    }

    [Fact]
    public async Task A_game_without_a_network_ends_in_order_and_keeps_what_happened()
    {
        using var folder = new TempFolder();
        string nowhere = $"http://127.0.0.1:{ServerProgram.FreePort()}";
        var played = new HeardLines();

        using HeardProcess game = Start(
            "GameLoop",
            [("GATEWAY", nowhere), ("LEADERBOARD", nowhere), ("PLAYER", "ada"), ("PLAYER_KEY", "p.ada.1795258800"), ("PLAYER_SECRET", RecordedServer.Secret), ("OUTBOX", folder.File("game"))],
            played.Add);

        Assert.True(await game.ExitAsync() == 0, played.ToString());
        Assert.Contains("6 events wait for the next start", played.ToString(), StringComparison.Ordinal);
    }

    // Until a game sees that on the board. It waits ten seconds for it, which may be too short for a machine with much to do: what then waits is sent by the next.
    private static async Task<(int Games, string Said)> PlayAsync((string, string)[] settings, string wanted)
    {
        var all = new HeardLines();
        var patience = new Patience();
        for (int games = 1; ; games++)
        {
            var said = new HeardLines();
            using HeardProcess game = Start("GameLoop", settings, line =>
            {
                said.Add(line);
                all.Add(line);
            });
            Assert.True(await game.ExitAsync() == 0, said.ToString());
            if (said.ToString().Contains(wanted, StringComparison.Ordinal))
                return (games, all.ToString());
            Assert.False(patience.IsOver, all.ToString());
        }
    }

    private static HeardProcess Start(string sample, (string, string)[] settings, Action<string> hear) =>
        HeardProcess.Start(["dotnet", Path.Combine(AppContext.BaseDirectory, sample + ".dll")], settings, hear);
}
