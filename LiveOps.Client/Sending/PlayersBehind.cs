using System.Text;
using LiveOps.Client.Outboxes;

namespace LiveOps.Client.Sending;

/// <summary>
/// Players who sent too fast. Their events move to the end of the outbox and are sent when they may, in order: while some of a player's were put off, those that were
/// not yet move behind them. So one player's haste holds nobody else up.
/// </summary>
internal sealed class PlayersBehind
{
    private readonly Dictionary<string, Entry> _players = new(StringComparer.Ordinal);

    public PlayersBehind(IReadOnlyList<PutOffEvent> left)
    {
        foreach (PutOffEvent one in left)
            PutOff(one.Player, one.Times, one.Segment, one.Offset, one.Offset + 1, default);
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
        // One that never moved comes behind all that did: also behind those of the generation before, of which some may lie between it and the first of the last.
        bool isAmidst = putOff == 0 && entry.HasFormer && (segment < entry.FirstSegment || (segment == entry.FirstSegment && offset < entry.First));
        (times, notBefore) = (isAmidst ? Generation.Before(entry.Times) : entry.Times, entry.NotBefore);
        return Generation.IsBefore(putOff, entry.Times) && (segment < entry.Segment || (segment == entry.Segment && offset < entry.End));
    }

    /// <summary>An event of a player was put off, and lies between two places now.</summary>
    public void PutOff(string player, byte times, long segment, long start, long end, TimeSpan notBefore)
    {
        if (!_players.TryGetValue(player, out Entry? entry))
            _players.Add(player, entry = new Entry());
        if (Generation.IsBefore(entry.Times, times))
            (entry.HasFormer, entry.Times, entry.FirstSegment, entry.First) = (entry.Times != 0, times, segment, start);
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

        /// <summary>Whether there were events of the generation before.</summary>
        public bool HasFormer { get; set; }

        public long FirstSegment { get; set; }

        public long First { get; set; }

        public long Segment { get; set; }

        public long End { get; set; }

        public TimeSpan NotBefore { get; set; }
    }
}
