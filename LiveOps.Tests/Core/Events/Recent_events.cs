using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;

namespace LiveOps.Tests.Core.Events;

public sealed class Recent_events
{
    private const long Start = 17_000_000_000_000_000;

    private readonly RecentEvents _events = New();

    [Fact]
    public void The_same_id_of_two_players_is_two_events()
    {
        Assert.Equal([true, true, false], Add(Batch(Start, ("ann", "e"), ("ben", "e"), ("ann", "e"))));
        Assert.Equal([false, false, true], Add(Batch(Start, ("ann", "e"), ("ben", "e"), ("ann", "ee"))));
    }

    [Fact]
    public void Where_the_player_ends_and_the_id_begins_is_told() =>
        Assert.Equal([true, true, true, true], Add(Batch(Start, ("ab", "c"), ("a", "bc"), ("abcdefghijklmnopq", "r"), ("a", "bcdefghijklmnopqr"))));

    [Fact]
    public void What_former_versions_remembered_is_known_by_its_id_alone_until_it_is_as_old_as_it_was_to_be_remembered()
    {
        var former = new RecentIds(TimeSpan.FromHours(1), 1000);
        former.Add(IdHash.Of("old"u8), Start);
        Reload(former.Save, _events.LoadFormer);
        Assert.Equal([false, false, true], Add(Batch(Start + 1, ("ann", "old"), ("ben", "old"), ("ann", "new"))));
        Reload(_events.Save, _events.Load);
        Assert.Equal([false, false, true], Add(Batch(Start + 2, ("ben", "old"), ("ann", "new"), ("ben", "new"))));
        Assert.Equal([true, true], Add(Batch(Start + TimeSpan.TicksPerHour, ("ann", "old"), ("ben", "old"))));
        Assert.Equal([false, false], Add(Batch(Start + TimeSpan.TicksPerHour, ("ann", "old"), ("ben", "old"))));
    }

    [Fact]
    public void A_batch_of_a_former_gateway_means_what_it_meant_whichever_comes_first()
    {
        Assert.Equal([true, false], Add(Former(Batch(Start, ("ann", "old"), ("ben", "old")))));
        Assert.Equal([false, false], Add(Former(Batch(Start, ("ann", "old"), ("ben", "old"))))); // redelivered
        Assert.Equal([false, false, true], Add(Batch(Start, ("ann", "old"), ("ben", "old"), ("ann", "new"))));
        Assert.Equal([false, true], Add(Former(Batch(Start, ("ann", "new"), ("ben", "new")))));
    }

    [Fact]
    public void In_parts_too_all_is_read_as_it_was_written()
    {
        var former = new RecentIds(TimeSpan.FromHours(1), 1000);
        former.Add(IdHash.Of("old"u8), Start);
        var gate = new Lock();
        Reload(writer => former.SaveParts(writer, gate), _events.LoadFormerParts);
        Add(Batch(Start, ("ann", "new")));
        Reload(writer => _events.SaveParts(writer, gate), _events.LoadParts);
        Assert.Equal([false, false, true], Add(Batch(Start, ("ann", "old"), ("ann", "new"), ("ben", "new"))));
    }

    [Fact]
    public void Whole_batches_are_known_whoever_added_them()
    {
        _events.Add(Former(Batch(Start, ("ann", "old"))));
        _events.Add(Batch(Start, ("ann", "e"), ("ben", "e")));
        EventBatch asked = Batch(Start, ("ben", "old"), ("ben", "e"), ("cid", "e"));
        var hashes = new List<UInt128>();
        foreach (GameEvent e in asked)
            hashes.Add(EventHash.Of(e));
        bool[] known = new bool[3];
        Assert.Equal(2, _events.MarkKnown(asked, hashes.ToArray(), known));
        Assert.Equal([true, true, false], known);
    }

    private static RecentEvents New() => new(TimeSpan.FromHours(1), 1000);

    private bool[] Add(EventBatch batch)
    {
        _events.Begin(batch);
        var added = new List<bool>();
        foreach (GameEvent e in batch)
        {
            _events.Prefetch(added.Count);
            added.Add(_events.Add(added.Count, e));
        }

        return [.. added];
    }

    private static EventBatch Batch(long acceptedAt, params (string Player, string Id)[] events)
    {
        var builder = new EventBatchBuilder();
        foreach ((string player, string id) in events)
            builder.Append(new GameEvent { Type = EventType.XpGained, PlayerId = Encoding.ASCII.GetBytes(player), Id = Encoding.ASCII.GetBytes(id), Value = 1 });
        return EventBatch.Trusted(builder.Seal(acceptedAt).Bytes.ToArray());
    }

    // As it was sent before ids were their players': without the flag.
    private static EventBatch Former(EventBatch batch)
    {
        byte[] bytes = batch.Bytes.ToArray();
        bytes[1] = 0;
        Assert.True(EventBatch.TryRead(bytes, out EventBatch former));
        return former;
    }

    private static void Reload(Action<BinaryWriter> save, Action<BinaryReader> load)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        save(writer);
        writer.Flush();
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        load(reader);
        Assert.Equal(stream.Length, stream.Position);
    }
}
