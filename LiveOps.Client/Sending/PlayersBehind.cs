using System.Text;
using LiveOps.Client.Outboxes;

namespace LiveOps.Client.Sending;

/// <summary>
/// Players who sent too fast. Their events move to the end of the outbox and are sent when they may, in order: while some of a player's were put off, those that were
/// not yet move behind them. So one player's haste holds nobody else up. Of one player the order is: the later generation first, in one generation as they lie, and what never moved last.
/// What moves is the first of its generation, and becomes the last of the next one: so the order stays, wherever a round of moving ends.
/// </summary>
internal sealed class PlayersBehind
{
    private readonly Dictionary<string, Entry> _players = new(StringComparer.Ordinal);

    public PlayersBehind(IReadOnlyList<PutOffEvent> left)
    {
        foreach (PutOffEvent one in left)
            PutOff(one.Player, one.Times, one.Segment, one.Offset + 1, default);
    }

    public int Count => _players.Count;

    /// <summary>What an event's generation is when it is put off: later than that of all that its player has in the outbox.</summary>
    public byte Next(ReadOnlySpan<byte> player, byte putOff) =>
        Generation.After(_players.Count > 0 && _players.TryGetValue(Encoding.ASCII.GetString(player), out Entry? entry) ? Generation.Later(putOff, entry.Times) : putOff);

    /// <summary>Whether an event must move behind others of its player; and from when on that player may send, by <see cref="Clocks.ClientClock.Elapsed"/>.</summary>
    public bool MustMove(ReadOnlySpan<byte> player, byte putOff, long segment, long offset, out byte times, out TimeSpan notBefore)
    {
        (times, notBefore) = (putOff, default);
        if (_players.Count == 0 || !_players.TryGetValue(Encoding.ASCII.GetString(player), out Entry? entry))
            return false;
        (times, notBefore) = (putOff == 0 ? entry.Lowest() : Generation.After(putOff), entry.NotBefore);
        return Generation.IsBefore(putOff, entry.Times) && (segment < entry.Segment || (segment == entry.Segment && offset < entry.End));
    }

    /// <summary>An event that was put off is where it was no more: it was sent, or moved again.</summary>
    public void Gone(ReadOnlySpan<byte> player, byte putOff)
    {
        if (_players.TryGetValue(Encoding.ASCII.GetString(player), out Entry? entry) && entry.Counts.TryGetValue(putOff, out int count))
        {
            if (count > 1)
                entry.Counts[putOff] = count - 1;
            else
                entry.Counts.Remove(putOff);
        }
    }

    /// <summary>An event of a player was put off, and lies before a place now.</summary>
    public void PutOff(string player, byte times, long segment, long end, TimeSpan notBefore)
    {
        if (!_players.TryGetValue(player, out Entry? entry))
            _players.Add(player, entry = new Entry());
        entry.Times = Generation.Later(entry.Times, times);
        entry.Counts.TryGetValue(times, out int count);
        entry.Counts[times] = count + 1;
        (entry.Segment, entry.End) = (segment, end);
        if (notBefore > entry.NotBefore)
            entry.NotBefore = notBefore;
    }

    /// <summary>Forgets whoever has caught up.</summary>
    public void Forget(Outbox outbox, TimeSpan now)
    {
        if (_players.Count == 0)
            return;
        var done = new List<string>();
        foreach (KeyValuePair<string, Entry> player in _players)
        {
            if (player.Value.NotBefore <= now && outbox.IsPast(player.Value.Segment, player.Value.End))
                done.Add(player.Key);
        }

        foreach (string player in done)
            _players.Remove(player);
    }

    private sealed class Entry
    {
        public byte Times { get; set; }

        /// <summary>How many of which generation lie in the outbox.</summary>
        public Dictionary<byte, int> Counts { get; } = new();

        public long Segment { get; set; }

        public long End { get; set; }

        public TimeSpan NotBefore { get; set; }

        /// <summary>The earliest generation that lies in the outbox.</summary>
        public byte Lowest()
        {
            byte lowest = Times;
            foreach (byte one in Counts.Keys)
                lowest = Generation.IsBefore(one, lowest) ? one : lowest;
            return lowest;
        }
    }
}
