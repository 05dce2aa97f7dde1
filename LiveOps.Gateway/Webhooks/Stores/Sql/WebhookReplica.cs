using System.Collections.Concurrent;
using LiveOps.Core.Audit;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>
/// One replica of the webhooks: the same state machine as the embedded system's, driven by the log in the database.
/// <list type="number">
/// <item>What is done here is appended, as much as waits in one row, and applied when it is read again in its order: so every replica comes to the same, and whoever did it has the
/// result;</item>
/// <item>one replica has the right to send, for a few seconds at a time; what only it may do is appended only while the epoch is its own;</item>
/// <item>the audit lies elsewhere: an entry is in the log in one step with what it is about, and noted from there, by who did it and again by who sends. Twice is once. The log is not cut
/// before.</item>
/// </list>
/// </summary>
internal sealed partial class WebhookReplica(WebhookState state, WebhookJournal journal, IAudit audit, TimeProvider clock) : IDisposable
{
    /// <summary>The most bytes that wait in one row, unless one thing alone has more.</summary>
    public const int MostRow = 512 << 10;

    private const int MostRows = 4096;
    private const long LeastBytes = 4 << 20;

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentQueue<Pending> _waiting = [];
    private readonly List<(long Number, AuditEntry Entry)> _unnoted = [];
    private readonly string _me = Guid.NewGuid().ToString("N");
    private long _applied, _epoch, _headEpoch, _leased, _bytes, _snapshot, _snapshotBytes, _forgotten, _saved = clock.GetTimestamp();

    /// <summary>For how long the right to send is taken, and up to how long nobody sends when its holder has died.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether this replica may send now.</summary>
    public bool Sends => Volatile.Read(ref _epoch) != 0 && clock.GetElapsedTime(Volatile.Read(ref _leased)) < Lease - TimeSpan.FromSeconds(1);

    /// <summary>The epoch and the number of what was applied last: they rise with everything that is done.</summary>
    public (long Epoch, long Number) Place => (Volatile.Read(ref _headEpoch), Volatile.Read(ref _applied));

    /// <summary>Does something, durably; what came of it. Null also where only who sends may do it, and that is another.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be had; whether it is done is not known.</exception>
    public Task<object?> ExecuteAsync(WebhookEntry entry) => ExecuteAsync(new Pending([entry]));

    /// <summary>Does several things in one row: all of them or none; false where only who sends may do them, and that is another.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be had; whether they are done is not known.</exception>
    public async Task<bool> ExecuteAllAsync(IReadOnlyList<WebhookEntry> entries) => await ExecuteAsync(new Pending(entries)) is not null;

    /// <summary>Applies what was done elsewhere.</summary>
    public Task CatchUpAsync(CancellationToken cancellation) => InTurnAsync(() => ApplyNewAsync(0, [], cancellation));

    /// <summary>Takes the right to send where nobody has it, or keeps it.</summary>
    public Task LeaseAsync(CancellationToken cancellation) => InTurnAsync(async () =>
    {
        long asked = clock.GetTimestamp();
        WebhookHead head = await journal.LeaseAsync(_me, Lease, cancellation);
        if (head.Holder != _me)
        {
            Volatile.Write(ref _epoch, 0);
            return;
        }

        if (_epoch != head.Epoch)
        {
            await ApplyNewAsync(0, [], cancellation);
            state.PutBack(); // what was in hand here when it sent before
        }

        Volatile.Write(ref _leased, asked);
        Volatile.Write(ref _epoch, head.Epoch);
    });

    /// <summary>Gives the right to send away.</summary>
    public async Task LeaveAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _epoch, 0) != 0)
            await journal.EndLeaseAsync(_me, cancellation);
    }

    /// <summary>
    /// What who sends does now and then: notes what is in the log alone, and makes a snapshot when the log has grown, or, every few minutes, when somebody was erased who stands in it.
    /// </summary>
    public Task KeepAsync(CancellationToken cancellation) => InTurnAsync(async () =>
    {
        await NoteAsync(0, cancellation);
        long forgotten = state.Forgotten;
        bool forgets = forgotten != _forgotten && _applied > _snapshot && clock.GetElapsedTime(_saved) >= ForgetEvery;
        if (!forgets && _bytes < Math.Max(LeastBytes, _snapshotBytes) && _applied - _snapshot < MostRows)
            return;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        state.Save(writer);
        if (await journal.SnapshotAsync(_applied, _epoch, stream.ToArray(), cancellation))
            (_snapshot, _snapshotBytes, _bytes, _forgotten, _saved) = (_applied, stream.Length, 0, forgotten, clock.GetTimestamp());
    });

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task InTurnAsync(Func<Task> work)
    {
        await _turn.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<object?> ExecuteAsync(Pending pending)
    {
        _waiting.Enqueue(pending);
        await InTurnAsync(async () =>
        {
            while (!pending.Done.Task.IsCompleted)
                await AppendAsync();
        });
        return await pending.Done.Task;
    }

    private async Task AppendAsync()
    {
        List<Pending> group = [], written = [];
        for (int bytes = 0; _waiting.TryPeek(out Pending? next) && (group.Count == 0 || bytes + next.Bytes <= MostRow); bytes += next.Bytes)
        {
            _waiting.TryDequeue(out _);
            group.Add(next);
        }

        long token = Random.Shared.NextInt64(), before = _applied;
        try
        {
            bool done = await journal.AppendAsync(token, epoch => Content(epoch, group, written), CancellationToken.None);
            if (done)
            {
                await ApplyNewAsync(token, written, CancellationToken.None);
                foreach (Pending unread in written.Where(pending => !pending.Done.Task.IsCompleted)) // whose row a snapshot has taken the place of
                    unread.Done.TrySetException(new StoreUnavailableException("sql", "has a snapshot in the place of the answer") { MayBeDone = true });
            }

            group.ForEach(pending => pending.Done.TrySetResult(null)); // those that were not written
        }
        catch (Exception e)
        {
            group.ForEach(pending => pending.Done.TrySetException(e));
            return;
        }

        try
        {
            await NoteAsync(before, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // Who sends notes it later.
        }
    }

    // Asked again where the transaction is tried again.
    private byte[]? Content(long epoch, List<Pending> group, List<Pending> written)
    {
        written.Clear();
        written.AddRange(group.Where(pending => !pending.IsOfSender || epoch == _epoch));
        return written.Count == 0 ? null : WebhookEntry.Write([.. written.SelectMany(pending => pending.Entries)]);
    }

    private sealed record Pending(IReadOnlyList<WebhookEntry> Entries)
    {
        public int Bytes { get; } = Entries.Sum(entry => entry.Bytes.Length);

        public bool IsOfSender { get; } = Entries.Any(entry => entry.IsOfSender);

        /// <summary>A place for each entry, with this at the last: then all are done.</summary>
        public IEnumerable<Pending?> AtItsLast => [.. Enumerable.Repeat<Pending?>(null, Entries.Count - 1), this];

        public TaskCompletionSource<object?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
