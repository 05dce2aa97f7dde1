// A game on a player's device, with Unity's names: MonoBehaviour's Awake, Update and OnApplicationQuit are called by a loop here. It holds a key of its player, that the
// game's server had made (samples/GameServer), and nothing is lost when it is killed: events lie in the outbox until the server has them.
using LiveOps.Client;
using LiveOps.Client.Boards;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;

using var game = new Game();
game.Awake();
for (int frame = 0; frame < 120; frame++)
{
    game.Update(frame);
    Thread.Sleep(16);
}

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
        Outbox = new OutboxOptions { Folder = Setting("OUTBOX") }, // in Unity: Application.persistentDataPath + "/outbox"
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
        await _liveOps.FlushAsync(patience.Token); // what does not go through now is sent at the next start
        await foreach (BoardPage page in _liveOps.LiveAsync("arena", BoardWindow.Daily, limit: 3, patience.Token))
        {
            foreach (BoardEntry entry in page.Entries)
                Console.WriteLine($"{entry.Rank}. {entry.PlayerId} {entry.Score}");
            if (page.Entries.Any(entry => entry.PlayerId == _player && entry.Score == _score))
                break;
        }
    }

    public void Dispose() => _liveOps.Dispose();

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"set {name}");
}
