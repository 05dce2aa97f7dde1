using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.State;

/// <summary>
/// One webhook with its deliveries. Those about one subject stand in a lane: only the first of a lane is sent, the next when it was taken or given up, so that each subject's notices
/// arrive in order and none waits for another subject's. Of the firsts of all lanes the one comes next that has been due longest. Not thread-safe.
/// </summary>
/// <param name="webhook">The webhook.</param>
internal sealed partial class Hook(Webhook webhook)
{
    /// <summary>The most deliveries that wait; for one more the oldest is given up.</summary>
    public const int MostPending = 100_000;

    /// <summary>How many of those that were taken are remembered, and how many of those that were given up.</summary>
    public const int MostDone = 1_000;

    private readonly Dictionary<string, LinkedList<Entry>> _lanes = [];
    private readonly PriorityQueue<(Entry Entry, (long, long) Key), (long, long)> _heads = new();
    private readonly Dictionary<string, Entry> _byId = [];
    private readonly LinkedList<Entry> _all = []; // by number, the oldest first
    private readonly SortedSet<Entry> _delivered = new(Entry.ByEnd), _failed = new(Entry.ByEnd);
    private long _next = 1;
    private int _inHand;

    /// <summary>The webhook.</summary>
    public Webhook Webhook { get; set; } = webhook;

    /// <summary>How many wait.</summary>
    public int Pending { get; private set; }

    /// <summary>What all take, in bytes: about.</summary>
    public long Bytes { get; private set; }

    /// <summary>All, the oldest first.</summary>
    public IEnumerable<Delivery> Oldest => _all.Select(entry => entry.Delivery);

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>The newest below a number, newest first.</summary>
    public IEnumerable<Delivery> Newest(long below)
    {
        for (LinkedListNode<Entry>? node = _all.Last; node is not null; node = node.Previous)
        {
            if (node.Value.Delivery.Number < below)
                yield return node.Value.Delivery;
        }
    }

    /// <summary>A delivery; null for none.</summary>
    public Delivery? Find(string id) => _byId.GetValueOrDefault(id)?.Delivery;

    /// <summary>Adds a notice, unless it is there; says whether another had to make room.</summary>
    public bool Add(Notice notice)
    {
        if (_byId.ContainsKey(notice.Id))
            return false;
        Put(new Delivery(_next++, notice));
        if (Pending <= MostPending)
            return false;
        GiveUpOldest();
        return true;
    }

    /// <summary>Makes room: forgets one that is done, or gives up the oldest that waits; says whether it was such a one.</summary>
    public bool MakeRoom()
    {
        if ((_delivered.Min ?? _failed.Min) is { } done)
        {
            Remove(done);
            return false;
        }

        GiveUpOldest();
        return true;
    }

    /// <summary>Puts a delivery back that was saved, in order.</summary>
    public void Restore(Delivery delivery)
    {
        _next = Math.Max(_next, delivery.Number + 1);
        Put(delivery);
    }

    /// <summary>Takes what is due: it comes once, until it was settled. Of a webhook that fails, one at a time.</summary>
    public void Take(long now, int most, List<Delivery> due)
    {
        if (!Webhook.Wish.IsEnabled || Webhook.NotBefore > now)
            return;
        if (Webhook.FailingSince > 0)
            most = Math.Min(most, 1 - _inHand);
        while (due.Count < most && _heads.TryPeek(out (Entry Entry, (long, long) Key) head, out _))
        {
            bool isCurrent = head.Entry.Queued == head.Key && head.Entry.IsFirst && !head.Entry.IsInHand; // else it was done, or moved, meanwhile
            if (isCurrent && head.Entry.Delivery.DueAt > now)
                return;
            _heads.Dequeue();
            if (!isCurrent)
                continue;
            head.Entry.Queued = null;
            Hold(head.Entry, true);
            due.Add(head.Entry.Delivery);
        }
    }

    /// <summary>Forgets what is about a player; of one source, where it is named.</summary>
    public void Erase(string player, string? source = null)
    {
        foreach (Entry entry in _all.Where(entry => entry.Delivery.Notice is { } notice && notice.Subject == player && NoticeTypes.IsOfPlayer(notice.Type) && notice.Source == (source ?? notice.Source)).ToArray())
            Remove(entry);
        Calm();
    }

    /// <summary>Holds nothing against the receiver once nothing waits for it: else two failures that lie a week apart would make a week of them.</summary>
    public void Calm()
    {
        if (Pending == 0)
            Webhook = Webhook with { FailingSince = 0, Failures = 0 };
    }

    private void GiveUpOldest()
    {
        Entry oldest = _all.First(entry => entry.Delivery.Status == DeliveryStatus.Pending);
        Finish(oldest, oldest.Delivery with { Status = DeliveryStatus.Failed, DueAt = _all.Last!.Value.Delivery.Notice.At });
    }
}
