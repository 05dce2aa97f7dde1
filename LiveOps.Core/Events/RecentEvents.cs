using LiveOps.Core.Ids;

namespace LiveOps.Core.Events;

/// <summary>
/// Remembers which events there were, as <see cref="RecentIds"/> does, by <see cref="EventHash"/>. In former versions an id was everybody's: what
/// <see cref="LoadFormer"/> and batches of that time bring is remembered by the id alone, and an event is known too when its id is among those, until they are
/// as old as they were to be remembered. Nothing of this costs anything where there is nothing former.
/// </summary>
public sealed class RecentEvents
{
    private readonly TimeSpan _remember;
    private readonly int _capacity;
    private readonly UInt128[] _hashes = new UInt128[EventBatch.MaxEvents];
    private RecentIds _ids;
    private RecentIds? _former;
    private int _hashed;
    private bool _isFormerBatch;

    /// <param name="remember">How long; see <see cref="RecentIds"/>.</param>
    /// <param name="capacity">How many at the most.</param>
    public RecentEvents(TimeSpan remember, int capacity)
    {
        _remember = remember;
        _capacity = capacity;
        _ids = New();
    }

    /// <summary>How many events are remembered.</summary>
    public int Count => _ids.Count + (_former?.Count ?? 0);

    /// <summary>Begins with a batch: hashes its events, all before the first is looked up, so that their places can be asked for.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="only">Of events of this type; null for all.</param>
    /// <param name="also">And of this one.</param>
    public void Begin(EventBatch batch, EventType? only = null, EventType? also = null)
    {
        _isFormerBatch = batch.HasFormerIds;
        int count = 0;
        foreach (GameEvent e in batch)
        {
            if (only is not { } type || e.Type == type || e.Type == also)
                _hashes[count++] = EventHash.Of(e, _isFormerBatch);
        }

        _hashed = count;
        if (_isFormerBatch)
            Former();
    }

    /// <summary>The hashes of the batch at hand; until the next.</summary>
    public ReadOnlySpan<UInt128> Hashes => _hashes.AsSpan(0, _hashed);

    /// <summary>Asks for the places of the next events of the batch, from this one on; see <see cref="Ids.Prefetch"/>.</summary>
    public void Prefetch(int from) => (_isFormerBatch ? _former! : _ids).Prefetch(Ids.Prefetch.Next(Hashes, from));

    /// <summary>Remembers the n-th event that was hashed; false when it was remembered already.</summary>
    /// <param name="n">From 0.</param>
    /// <param name="e">The event.</param>
    public bool Add(int n, in GameEvent e) => _former is null ? _ids.Add(_hashes[n], e.AcceptedAt) : AddBesideFormer(_hashes[n], e);

    /// <summary>Remembers all events of a batch, remembered already or not.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="contents">Gets what each event says, by <see cref="EventHash.ContentOf"/>, in the same walk; as long as the batch, or empty.</param>
    public void Add(EventBatch batch, Span<ushort> contents = default)
    {
        if (contents.IsEmpty || batch.HasFormerIds)
        {
            Begin(batch);
        }
        else
        {
            _isFormerBatch = false;
            _hashed = 0;
            foreach (GameEvent e in batch)
            {
                contents[_hashed] = EventHash.ContentOf(e);
                _hashes[_hashed++] = EventHash.Of(e);
            }
        }

        (_isFormerBatch ? _former! : _ids).Add(Hashes, batch.AcceptedAt);
    }

    /// <summary>
    /// Which events are remembered. Also while another thread adds: an event that is being added may count as not remembered yet.
    /// </summary>
    /// <param name="batch">The events.</param>
    /// <param name="hashes">Their <see cref="EventHash"/>.</param>
    /// <param name="known">Set for those that are; others are left alone.</param>
    /// <returns>How many are.</returns>
    public int MarkKnown(EventBatch batch, ReadOnlySpan<UInt128> hashes, Span<bool> known)
    {
        int count = _ids.MarkKnown(hashes, known);
        if (Volatile.Read(ref _former) is not { Count: > 0 } former)
            return count;
        int n = 0;
        foreach (GameEvent e in batch)
        {
            if (!known[n] && former.Contains(EventHash.Of(e, former: true)))
            {
                known[n] = true;
                count++;
            }

            n++;
        }

        return count;
    }

    /// <summary>Writes all.</summary>
    public void Save(BinaryWriter writer)
    {
        _ids.Save(writer);
        writer.Write(_former is not null);
        _former?.Save(writer);
    }

    /// <summary>Replaces all with what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        _ids = New();
        _ids.Load(reader);
        _former = reader.ReadBoolean() ? New() : null;
        _former?.Load(reader);
    }

    /// <summary>Replaces all with what a former version wrote: <see cref="RecentIds.Save"/> of ids that were everybody's.</summary>
    public void LoadFormer(BinaryReader reader)
    {
        _ids = New();
        Former().Load(reader);
    }

    /// <summary>Writes all, and perhaps some that other threads add meanwhile.</summary>
    /// <param name="writer">Read with <see cref="LoadParts"/>.</param>
    /// <param name="gate">Held by whoever adds; here for a moment at a time.</param>
    public void SaveParts(BinaryWriter writer, Lock gate)
    {
        RecentIds? former = _former;
        _ids.SaveParts(writer, gate);
        writer.Write(former is not null);
        former?.SaveParts(writer, gate);
    }

    /// <summary>Replaces all with those of <see cref="SaveParts"/>.</summary>
    public void LoadParts(BinaryReader reader)
    {
        _ids = New();
        _ids.LoadParts(reader);
        _former = reader.ReadBoolean() ? New() : null;
        _former?.LoadParts(reader);
    }

    /// <summary>Replaces all with what a former version wrote: <see cref="RecentIds.SaveParts"/> of ids that were everybody's.</summary>
    public void LoadFormerParts(BinaryReader reader)
    {
        _ids = New();
        Former().LoadParts(reader);
    }

    // 1 What is former is forgotten when it is old enough. 2 It is known by its id alone, 3 or by its player and id. 4 Remember it as its batch has it.
    private bool AddBesideFormer(UInt128 hash, in GameEvent e)
    {
        RecentIds former = _former!;
        if (!_isFormerBatch && former.IsPast(e.AcceptedAt)) // 1
        {
            Volatile.Write(ref _former, null);
            return _ids.Add(hash, e.AcceptedAt);
        }

        if (former.Contains(EventHash.Of(e, former: true)) || _ids.Contains(EventHash.Of(e))) // 2, 3
            return false;
        return (_isFormerBatch ? former : _ids).Add(hash, e.AcceptedAt); // 4
    }

    private RecentIds Former()
    {
        if (_former is null)
            Volatile.Write(ref _former, New());
        return _former!;
    }

    private RecentIds New() => new(_remember, _capacity);
}
