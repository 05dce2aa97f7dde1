using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Gateway.Idempotency;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;

namespace LiveOps.Gateway.Webhooks.Stores;

/// <summary>The embedded gateway's end of the journal: what requests were answered, and webhooks, in one pass and one snapshot.</summary>
internal sealed class GatewayJournal(JournaledRequestMemory memory, WebhookState webhooks) : IJournaledState
{
    /// <summary>The consumer's name.</summary>
    public const string Consumer = JournaledRequestMemory.Consumer;

    private const byte Webhooks = 33; // in journals: never another number

    /// <inheritdoc/>
    public string Name => Consumer;

    /// <summary>A command of webhooks.</summary>
    public static byte[] Command(byte[] command) => [Webhooks, .. command];

    /// <summary>The same, with its entry of the audit in one step.</summary>
    public static byte[] Audited(AuditEntry audit, byte[] command) => JournaledRequestMemory.Note(AuditedCommand.Of(audit, Command(command)));

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<BusMessage> messages)
    {
        memory.Apply(messages);
        foreach (BusMessage message in messages)
        {
            if (message.Kind != BusMessageKind.Events)
                webhooks.Apply(message);
        }
    }

    /// <inheritdoc/>
    public object? Execute(ReadOnlySpan<byte> command)
    {
        if (!command.IsEmpty && command[0] == Webhooks)
            return ExecuteOwn(command[1..]);
        ReadOnlySpan<byte> inner = JournaledRequestMemory.NotedWith(command, out AuditEntry? entry);
        if (inner.IsEmpty || inner[0] != Webhooks)
            return memory.Execute(command);
        object? done = webhooks.Execute(inner[1..]);
        if (WebhookAudit.Done(entry!, done) is { } noted)
            memory.Audit.Add(noted);
        return done;
    }

    /// <inheritdoc/>
    public void Save(Stream snapshot)
    {
        memory.Save(snapshot);
        using var writer = new BinaryWriter(snapshot, Encoding.UTF8, leaveOpen: true);
        webhooks.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(Stream snapshot)
    {
        memory.Load(snapshot);
        using var reader = new BinaryReader(snapshot, Encoding.UTF8, leaveOpen: true);
        if (memory.HasWebhooksBehind)
            webhooks.Load(reader);
    }

    // What the system does by itself stands in the audit as such.
    private object? ExecuteOwn(ReadOnlySpan<byte> command)
    {
        object? done = webhooks.Execute(command);
        if (done is SettleResult { DisabledBy.Length: > 0 } settled)
        {
            using BinaryReader reader = WebhookCommand.Open(command, out _, out string id, out long at);
            memory.Audit.Add(WebhookAudit.Disabled(id, settled.DisabledBy, at));
        }

        return done;
    }
}
