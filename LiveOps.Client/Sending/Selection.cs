using System.Text;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;

namespace LiveOps.Client.Sending;

/// <summary>What of a batch is sent now and in which request, what moves to the end, and how much of it that is together.</summary>
internal sealed class Selection
{
    private readonly int _mostEvents, _mostBytes;
    private readonly RequestPart[] _parts;
    private readonly List<int> _sent = new();
    private readonly SortedDictionary<int, byte> _moving = new(); // index in the batch, how often put off then
    private readonly Dictionary<string, byte> _lowest = new(StringComparer.Ordinal); // by player, the earliest generation of what moves: what never moved comes behind it

    public Selection(int parts, int mostEvents, int mostBytes)
    {
        (_mostEvents, _mostBytes) = (mostEvents, mostBytes);
        _parts = new RequestPart[parts];
        for (int i = 0; i < parts; i++)
            _parts[i] = new RequestPart();
    }

    /// <summary>The requests; some may hold nothing. A player's events are all in one, so that they stay in order.</summary>
    public IReadOnlyList<RequestPart> Parts => _parts;

    /// <summary>Indices in the batch of what is sent, in order.</summary>
    public IReadOnlyList<int> Sent => _sent;

    /// <summary>Indices of what moves, with how often it was put off then.</summary>
    public IReadOnlyDictionary<int, byte> Moving => _moving;

    /// <summary>How many of the batch's first events were looked at.</summary>
    public int Taken { get; private set; }

    /// <summary>How many of those that move do so because the key is not for their player.</summary>
    public int Held { get; private set; }

    /// <summary>When the first that was not may be sent, where the batch ended for that.</summary>
    public TimeSpan? NotBefore { get; private set; }

    /// <summary>Chooses: in order, up to the first whose player may not send yet, or whose request is full.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="behind">Players who wait.</param>
    /// <param name="now">By <see cref="Clocks.ClientClock.Elapsed"/>.</param>
    /// <param name="only">The one player whom the key is for: events of others move to the end, and wait for theirs. Null: it is for all.</param>
    public void Choose(Batch batch, PlayersBehind behind, TimeSpan now, string? only)
    {
        _sent.Clear();
        _moving.Clear();
        _lowest.Clear();
        NotBefore = null;
        Held = 0;
        foreach (RequestPart part in _parts)
            part.Begin();
        for (Taken = 0; Taken < batch.Count; Taken++)
        {
            KeptEvent one = batch[Taken];
            ReadOnlySpan<byte> text = batch.TextOf(Taken);
            bool isHeld = only is not null && !IsOf(text, only);
            byte times = 0;
            TimeSpan notBefore = default;
            bool moves = behind.Count > 0 && behind.MustMove(EventText.PlayerOf(text), one.PutOff, batch.Segment, one.Offset, out times, out notBefore);
            if (!moves && one.PutOff == 0 && _lowest.Count > 0 && _lowest.TryGetValue(NameOf(text), out byte lowest))
                (moves, times) = (true, lowest); // it comes behind what moves now, too
            if (!moves && isHeld)
                (moves, times) = (true, behind.Next(EventText.PlayerOf(text), one.PutOff));
            if (moves)
            {
                Held += isHeld ? 1 : 0;
                Add(NameOf(text), times);
                continue;
            }

            if (notBefore > now)
            {
                NotBefore = notBefore;
                return;
            }

            RequestPart part = _parts.Length == 1 ? _parts[0] : _parts[PartOf(EventText.PlayerOf(text))];
            if (part.Events.Count == _mostEvents || part.Body.Length + text.Length > _mostBytes)
                return;
            _sent.Add(Taken);
            part.Add(Taken, text);
        }
    }

    /// <summary>One that was sent moves after all.</summary>
    public void Move(int index, byte times) => _moving[index] = times;

    /// <summary>From here on nothing was taken: it stays where it is.</summary>
    public void CutAt(int index) => Taken = index;

    private void Add(string player, byte times)
    {
        _moving.Add(Taken, times);
        if (!_lowest.TryGetValue(player, out byte lowest) || Generation.IsBefore(times, lowest))
            _lowest[player] = times;
    }

    private static string NameOf(ReadOnlySpan<byte> text) => Encoding.ASCII.GetString(EventText.PlayerOf(text));

    private static bool IsOf(ReadOnlySpan<byte> text, string player)
    {
        ReadOnlySpan<byte> of = EventText.PlayerOf(text);
        if (of.Length != player.Length)
            return false;
        for (int i = 0; i < of.Length; i++)
        {
            if (of[i] != player[i])
                return false;
        }

        return true;
    }

    // FNV-1a, and its high bits: the same for ever, so that a batch falls into the same requests after a crash.
    private int PartOf(ReadOnlySpan<byte> player)
    {
        uint hash = 2166136261;
        foreach (byte one in player)
            hash = (hash ^ one) * 16777619;
        return (int)(((ulong)hash * (ulong)_parts.Length) >> 32);
    }
}
