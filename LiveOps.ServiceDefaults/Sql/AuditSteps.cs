using LiveOps.Core.Audit;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>What the audit needs in the transaction of what it is about: steps for <see cref="SqlUnit.ExecuteAsync"/>.</summary>
public static class AuditSteps
{
    /// <summary>Writes an entry; one whose token is there already is left as it is.</summary>
    public static (string Statement, SqlInput Input) Write(AuditEntry entry) => ("audit_write", SqlBatch.One(json =>
    {
        json.WriteNumber("t", entry.Token);
        json.WriteNumber("at", entry.At);
        json.WriteString("by", entry.By);
        json.WriteString("via", entry.Via);
        json.WriteString("from", entry.From);
        json.WriteString("kind", entry.Kind);
        json.WriteString("action", entry.Action);
        json.WriteString("outcome", entry.Outcome);
        json.WriteString("player", entry.PlayerId);
        json.WriteString("board", entry.Board);
        json.WriteString("window", entry.Window);
        json.WriteString("document", entry.Document);
        json.WriteNumber("version", entry.Version);
        json.WriteString("reason", entry.Reason);
        json.WriteNumber("until", entry.Until);
        json.WriteString("before", entry.Before);
        json.WriteString("after", entry.After);
        json.WriteString("patch", entry.Patch);
    }));

    /// <summary>Takes a player's id out of the entries about them, which stay.</summary>
    public static (string Statement, SqlInput Input) Erase(string player) => ("audit_erase", SqlBatch.One(json =>
    {
        json.WriteString("player", player);
        json.WriteString("erased", AuditEntry.Erased);
    }));
}
