using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.State;

/// <content>Where deliveries stand: in their lanes while they wait, then among those that are done.</content>
internal sealed partial class Hook
{
    private void Put(Delivery delivery)
    {
        var entry = new Entry(delivery);
        entry.Place = _all.AddLast(entry);
        _byId.Add(delivery.Id, entry);
        Bytes += entry.Bytes;
        if (delivery.Status == DeliveryStatus.Pending)
            Queue(entry);
        else
            Done(entry);
    }

    private void Queue(Entry entry)
    {
        Pending++;
        if (!_lanes.TryGetValue(entry.Delivery.Notice.Subject, out LinkedList<Entry>? lane))
            _lanes.Add(entry.Delivery.Notice.Subject, lane = []);
        entry.Lane = lane.AddLast(entry);
        Requeue(entry, entry.Delivery);
    }

    // By when it was due first, and among equals by number: what came before is never overtaken by what comes later. Once under each key.
    private Delivery Requeue(Entry entry, Delivery delivery)
    {
        entry.Delivery = delivery;
        (long, long) key = (Math.Max(delivery.DueAt, delivery.Notice.At), delivery.Number);
        if (!entry.IsFirst || entry.IsInHand || entry.Queued == key)
            return delivery;
        entry.Queued = key;
        _heads.Enqueue((entry, key), key);
        return delivery;
    }

    private Delivery Finish(Entry entry, Delivery delivery)
    {
        Unqueue(entry);
        entry.Delivery = delivery;
        Done(entry);
        return delivery;
    }

    // Each has its own room: those that were taken do not push out those that an operator may want to send again.
    private void Done(Entry entry)
    {
        SortedSet<Entry> done = RoomOf(entry);
        done.Add(entry);
        if (done.Count > MostDone)
            Remove(done.Min!);
    }

    private SortedSet<Entry> RoomOf(Entry entry) => entry.Delivery.Status == DeliveryStatus.Delivered ? _delivered : _failed;

    private void Unqueue(Entry entry)
    {
        Hold(entry, false);
        if (entry.Lane is not { List: { } lane } node)
            return;
        bool wasFirst = entry.IsFirst;
        lane.Remove(node);
        entry.Lane = null;
        Pending--;
        if (lane.First is null)
            _lanes.Remove(entry.Delivery.Notice.Subject);
        else if (wasFirst)
            Requeue(lane.First.Value, lane.First.Value.Delivery);
    }

    private void Remove(Entry entry)
    {
        if (entry.Lane is null)
            RoomOf(entry).Remove(entry);
        Unqueue(entry);
        _byId.Remove(entry.Delivery.Id);
        if (entry.Place is not { } place)
            return;
        _all.Remove(place);
        entry.Place = null;
        Bytes -= entry.Bytes;
    }

    private void Hold(Entry entry, bool isInHand)
    {
        _inHand += (isInHand ? 1 : 0) - (entry.IsInHand ? 1 : 0);
        entry.IsInHand = isInHand;
    }

    private sealed class Entry(Delivery delivery)
    {
        private const int Overhead = 512; // about: its places, the records, the id, attempts

        /// <summary>Those that are done, the first that ended first.</summary>
        public static readonly Comparer<Entry> ByEnd = Comparer<Entry>.Create((one, other) =>
            (one.Delivery.DueAt, one.Delivery.Number).CompareTo((other.Delivery.DueAt, other.Delivery.Number)));

        public Delivery Delivery { get; set; } = delivery;

        public LinkedListNode<Entry>? Place { get; set; }

        public LinkedListNode<Entry>? Lane { get; set; }

        public bool IsInHand { get; set; }

        /// <summary>Under which key it stands among the heads; null for none.</summary>
        public (long, long)? Queued { get; set; }

        public bool IsFirst => Lane is { Previous: null };

        public int Bytes => Overhead + Delivery.Notice.Data.Length + 2 * Delivery.Notice.Subject.Length;
    }
}
