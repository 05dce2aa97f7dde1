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
        var played = new HeardLines();
        using HeardProcess game = Start(
            "GameLoop",
            [.. where, ("PLAYER", "ada"), ("PLAYER_KEY", key.GetProperty("key").GetString()!), ("PLAYER_SECRET", key.GetProperty("secret").GetString()!), ("OUTBOX", folder.File("game"))],
            played.Add);

        Assert.True(await game.ExitAsync() == 0, played.ToString());
        await live.EventuallyAsync("progression", "/v1/players/bob", player => player.GetProperty("counters").GetProperty("matches").GetInt64() == 1);
        Assert.Equal(6, played.ToString().Split('\n').Count(line => line.EndsWith(": counts", StringComparison.Ordinal)));
        Assert.Contains("1. ada 600", played.ToString(), StringComparison.Ordinal);
        Assert.Equal("""["1. ada 600","2. bob 250"]""", await http.GetStringAsync("/top"));
    }

    private static HeardProcess Start(string sample, (string, string)[] settings, Action<string> hear) =>
        HeardProcess.Start(["dotnet", Path.Combine(AppContext.BaseDirectory, sample + ".dll")], settings, hear);
}
