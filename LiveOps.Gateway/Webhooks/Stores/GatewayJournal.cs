using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Gateway.Idempotency;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;

namespace LiveOps.Gateway.Webhooks.Stores;

/// <summary>The embedded gateway's end of the journal: what requests were answered, webhooks, and the document of the intake, in one pass and one snapshot.</summary>
internal sealed class GatewayJournal(JournaledRequestMemory memory, WebhookState webhooks, JournaledPolicy<IntakePolicy>? intake = null) : IJournaledState
{
    /// <summary>The consumer's name.</summary>
    public const string Consumer = JournaledRequestMemory.Consumer;

    private const byte Webhooks = 33, Documents = 34; // in journals: never another number

    private readonly JournaledPolicy<IntakePolicy> _intake = intake ?? new JournaledPolicy<IntakePolicy>(IntakePolicyReader.Parse);

    /// <inheritdoc/>
    public string Name => Consumer;

    /// <summary>A command of webhooks.</summary>
    public static byte[] Command(byte[] command) => [Webhooks, .. command];

    /// <summary>A command of the intake's document: a <see cref="PolicyCommand"/>.</summary>
    public static byte[] Document(byte[] command) => [Documents, .. command];

    /// <summary>The same, with its entry of the audit in one step.</summary>
    public static byte[] AuditedDocument(AuditEntry audit, byte[] command) => JournaledRequestMemory.Note(AuditedCommand.Of(audit, Document(command)));

    /// <summary>A command of webhooks, with its entry of the audit in one step.</summary>
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
        if (!command.IsEmpty && command[0] == Documents)
            return ExecuteDocument(command[1..], null);
        ReadOnlySpan<byte> inner = JournaledRequestMemory.NotedWith(command, out AuditEntry? entry);
        if (!inner.IsEmpty && inner[0] == Documents)
            return ExecuteDocument(inner[1..], entry);
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
        _intake.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(Stream snapshot)
    {
        memory.Load(snapshot);
        using var reader = new BinaryReader(snapshot, Encoding.UTF8, leaveOpen: true);
        if (memory.HasWebhooksBehind)
            webhooks.Load(reader);
        if (memory.HasIntakeBehind)
            _intake.Load(reader);
    }

    // What was not done, because another change came first, is not in the audit.
    private object? ExecuteDocument(ReadOnlySpan<byte> command, AuditEntry? entry)
    {
        object? done = _intake.Execute(command, _intake.Latest, out _);
        if (done is not null && entry is not null)
            memory.Audit.Add(entry);
        if (done is PolicyVersion version)
            webhooks.Take(DocumentNotice.Of(IntakeDocument.Name.Name, version, entry));
        return done;
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
