using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Policies;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.State;

/// <content>Live events: their document, what was said of it, and who is in those that limit it.</content>
internal sealed partial class LeaderboardState
{
    private readonly Dictionary<string, Entrants> _entrants = new(StringComparer.Ordinal);
    private EventMultipliers _multipliers = EventMultipliers.None;

    /// <summary>The document of the live events: which were in force when.</summary>
    public JournaledPolicy<LiveEventsPolicy> LiveEvents { get; private set; } = NewLiveEvents();

    /// <summary>What they multiply, as it was last said on the bus.</summary>
    public EventMultipliers Multipliers => Volatile.Read(ref _multipliers);

    /// <summary>The live events in force at a moment.</summary>
    public LiveEventsPolicy LiveEventsAt(long time) => LiveEvents.At(time) ?? LiveEventsPolicy.None;

    /// <summary>The boards in force at a moment, those of live events among them.</summary>
    public LeaderboardPolicy PolicyAt(long time) => LiveEventsAt(time).Over(Document.At(time) ?? LeaderboardPolicy.Default);

    /// <summary>Who is in a live event: how many, and how many of their scores count; null when nobody was counted. Under the gate.</summary>
    public Entrants? EntrantsOf(string live) => _entrants.GetValueOrDefault(live);

    /// <summary>The live events that a player is in, where that is counted, and how many of their scores count. Under the gate.</summary>
    public IEnumerable<(string LiveEvent, int Attempts)> EntriesOf(int player) =>
        _entrants.Where(live => live.Value.AttemptsOf(player) is not null).Select(live => (live.Key, live.Value.AttemptsOf(player)!.Value));

    private static JournaledPolicy<LiveEventsPolicy> NewLiveEvents() => new(LiveEventsReader.Read);

    // When another version of any of the documents comes into force.
    private long NextVersionAfter(long time) => Math.Min(Math.Min(Document.NextAfter(time), LeaguesDocument.NextAfter(time)), LiveEvents.NextAfter(time));

    // By when it was accepted, like its score. What is too much counts nowhere.
    private bool Admits(BoardRules rules, int player, in GameEvent e) =>
        rules.Events is null || (rules.EventAt(e.AcceptedAt) is { } live && (!live.Entry.IsLimited || EntrantsIn(live.Id).TryAttempt(player, live.Entry)));

    private EntryOutcome Enter(ReadOnlySpan<byte> id, ReadOnlySpan<byte> playerId)
    {
        if (LiveEventsAt(_now).Find(System.Text.Encoding.ASCII.GetString(id)) is not { } live)
            return new EntryOutcome(EntryStatus.Unknown);
        if (live.Closes <= _now)
            return new EntryOutcome(EntryStatus.Closed);
        if (!live.Entry.IsLimited)
            return new EntryOutcome(EntryStatus.Entered);
        lock (Gate)
        {
            return EntrantsIn(live.Id).TryEnter(Players.GetOrAdd(playerId, out _), live.Entry, out int attempts)
                ? new EntryOutcome(EntryStatus.Entered, attempts, live.Entry.MaxAttempts)
                : new EntryOutcome(EntryStatus.Full);
        }
    }

    private Entrants EntrantsIn(string live)
    {
        if (!_entrants.TryGetValue(live, out Entrants? entrants))
            _entrants.Add(live, entrants = new Entrants());
        return entrants;
    }

    // Of an event that has been over for an hour the numbers are kept as long as its document names it.
    private void CloseEntrants()
    {
        if (_entrants.Count == 0)
            return;
        LiveEventsPolicy events = LiveEventsAt(_now);
        lock (Gate)
        {
            foreach ((string id, Entrants entrants) in _entrants)
            {
                if (events.Find(id) is not { } live)
                    _entrants.Remove(id);
                else if (live.Closes + TimeSpan.TicksPerHour <= _now)
                    entrants.Close();
            }
        }
    }

    private void SaveLiveEvents(SnapshotWriter writer, int[] numbers)
    {
        using var stream = new MemoryStream();
        using (var document = new BinaryWriter(stream, System.Text.Encoding.UTF8))
            LiveEvents.Save(document);
        writer.Block(stream.ToArray());
        writer.Block(_multipliers.ToBytes());
        writer.Int(_entrants.Count);
        foreach ((string id, Entrants entrants) in _entrants.OrderBy(live => live.Key, StringComparer.Ordinal))
        {
            writer.Text(id);
            entrants.Save(writer, numbers);
        }
    }

    // The document stands before the boards, whose rules are of both.
    private void LoadLiveEvents(SnapshotReader reader, int version)
    {
        LiveEvents = NewLiveEvents();
        Volatile.Write(ref _multipliers, EventMultipliers.None);
        _entrants.Clear();
        if (version < FirstWithLiveEvents)
            return;
        using (var document = new BinaryReader(new MemoryStream(reader.Block()), System.Text.Encoding.UTF8))
            LiveEvents.Load(document);
        Volatile.Write(ref _multipliers, EventMultipliers.TryRead(reader.Block(), out EventMultipliers said) ? said : throw SnapshotReader.Damaged());
        for (int left = reader.Count(); left > 0; left--)
        {
            string id = reader.Text(); // before the rest is read
            _entrants.Add(id, Entrants.Load(reader));
        }
    }
}
