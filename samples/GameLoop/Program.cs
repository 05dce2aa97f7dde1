// A game on a player's device, with Unity's names: MonoBehaviour's Awake, Update and OnApplicationQuit are called by a loop here. It holds a key of its player, that the
// game's server had made (samples/GameServer), and nothing is lost when it is killed: events lie in the outbox until the server has them.
using LiveOps.Client;
using LiveOps.Client.Boards;
using LiveOps.Client.Events;
using LiveOps.Client.Signing;

using var game = new Game();
game.Awake();
for (int frame = 0; frame < 120; frame++, Thread.Sleep(16))
    game.Update(frame);

await game.OnApplicationQuitAsync();

internal sealed class Game : IDisposable
{
    private readonly string _player = Setting("PLAYER");
    private LiveOpsClient _liveOps = null!;
    private int _score;

    public void Awake() => _liveOps = new LiveOpsClient(new LiveOpsOptions
    {
        Gateway = new Uri(Setting("GATEWAY")),
        Leaderboard = new Uri(Setting("LEADERBOARD")),
        Key = ClientKey.Player(Setting("PLAYER_KEY"), Setting("PLAYER_SECRET")),
        Outbox = { Folder = Setting("OUTBOX") }, // in Unity: Application.persistentDataPath + "/outbox"
        Sending = { OnVerdict = verdict => Console.WriteLine($"{verdict.EventId}: {verdict.Problem?.Type ?? "counts"}") },
    });

    public void Update(int frame)
    {
        if (frame % 20 == 0)
            _liveOps.Add(GameEvent.Score(_player, "arena", _score += 100));
        _ = _liveOps.PumpAsync(); // sends what is due, and never keeps a frame waiting
    }

    public async Task OnApplicationQuitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _liveOps.FlushAsync(patience.Token);
            await foreach (BoardPage page in _liveOps.LiveAsync("arena", BoardWindow.Daily, limit: 3, patience.Token))
            {
                Console.WriteLine(string.Join('\n', page.Entries.Select(entry => $"{entry.Rank}. {entry.PlayerId} {entry.Score}")));
                if (page.Entries.Any(entry => entry.PlayerId == _player && entry.Score >= _score) || page.Entries.Count(entry => entry.Score >= _score) == 3)
                    break; // the board keeps the best, also of a game before; and three may be better
            }
        }
        catch (Exception e) when (e is OperationCanceledException or LiveOps.Client.Calls.LiveOpsException)
        {
            Console.WriteLine($"{_liveOps.Status.Outbox.Waiting} events wait for the next start"); // a game ends, whatever the network does
        }
    }

    public void Dispose() => _liveOps.Dispose();

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"set {name}");
}
