using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;

namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <content>What is in the log is read and applied, in its order.</content>
internal sealed partial class WebhookReplica
{
    private async Task ApplyNewAsync(long token, List<Pending> own, CancellationToken cancellation)
    {
        while (true)
        {
            (WebhookHead head, List<WebhookRow> rows) = await journal.ReadAsync(_applied, cancellation);
            Volatile.Write(ref _headEpoch, head.Epoch);
            _unnoted.RemoveAll(one => one.Number <= head.Snapshot);
            _snapshot = head.Snapshot;
            if (rows.Count == 0 && head.Next == _applied + 1)
                return;
            if (rows.Count == 0 || rows[0].Number != _applied + 1)
            {
                await LoadAsync(cancellation); // they were cut, or the database was brought back from a backup
                continue;
            }

            foreach (WebhookRow row in rows)
                Apply(row, row.Token == token ? own : null);
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        (long number, byte[] bytes) = await journal.SnapshotAsync(cancellation);
        using var reader = new BinaryReader(new MemoryStream(number == 0 ? Empty() : bytes));
        state.Load(reader);
        _snapshotBytes = bytes.Length;
        _bytes = 0;
        _unnoted.Clear();
        Volatile.Write(ref _applied, number);
    }

    private void Apply(WebhookRow row, List<Pending>? own)
    {
        Pending?[]? done = own is null ? null : [.. own.SelectMany(pending => pending.AtItsLast)];
        foreach ((int at, WebhookEntry entry) in WebhookEntry.Read(row.Content).Index())
        {
            object? result = true;
            if (entry.Kind == WebhookEntry.Kinds.Notices)
                state.Apply(new BusMessage(BusMessageKind.Notices, entry.Bytes));
            else
                result = Execute(row.Number, entry);
            done?[at]?.Done.TrySetResult(result);
        }

        _bytes += row.Content.Length;
        Volatile.Write(ref _applied, row.Number);
    }

    private object? Execute(long number, WebhookEntry entry)
    {
        AuditEntry? asked = null;
        ReadOnlySpan<byte> command = entry.Kind == WebhookEntry.Kinds.Audited ? AuditedCommand.Read(entry.Bytes, out asked) : entry.Bytes;
        object? done = state.Execute(command);
        AuditEntry? noted = asked is not null ? WebhookAudit.Done(asked, done) : null;
        if (done is SettleResult { DisabledBy.Length: > 0 } settled)
        {
            using BinaryReader reader = WebhookCommand.Open(command, out _, out string id, out long at);
            noted = WebhookAudit.Disabled(id, settled.DisabledBy, at);
        }

        if (noted is not null)
            _unnoted.Add((number, noted));
        return done;
    }

    private async Task NoteAsync(long after, CancellationToken cancellation)
    {
        foreach ((long Number, AuditEntry Entry) one in _unnoted.Where(one => one.Number > after).ToArray())
        {
            await audit.NoteAsync(one.Entry, cancellation);
            _unnoted.Remove(one);
        }
    }

    private static byte[] Empty()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        new WebhookState().Save(writer);
        return stream.ToArray();
    }
}
