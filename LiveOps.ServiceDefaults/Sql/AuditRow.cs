using LiveOps.Core.Audit;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>An entry of the audit, to read.</summary>
public sealed class AuditRow
{
    /// <summary>Its place.</summary>
    public long Id { get; set; }

    /// <summary>See <see cref="AuditEntry.Token"/>.</summary>
    public long Token { get; set; }

    /// <summary>See <see cref="AuditEntry.At"/>.</summary>
    public long At { get; set; }

    /// <summary>See <see cref="AuditEntry.By"/>.</summary>
    public string Operator { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Via"/>.</summary>
    public string Via { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.From"/>.</summary>
    public string Address { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Kind"/>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Action"/>.</summary>
    public string Action { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Outcome"/>.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.PlayerId"/>.</summary>
    public string Player { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Board"/>.</summary>
    public string Board { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Window"/>.</summary>
    public string Win { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Document"/>.</summary>
    public string Document { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Version"/>.</summary>
    public int Version { get; set; }

    /// <summary>See <see cref="AuditEntry.Reason"/>.</summary>
    public string Reason { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Until"/>.</summary>
    public long UntilAt { get; set; }

    /// <summary>See <see cref="AuditEntry.Before"/>.</summary>
    public string BeforeJson { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.After"/>.</summary>
    public string AfterJson { get; set; } = "";

    /// <summary>See <see cref="AuditEntry.Patch"/>.</summary>
    public string Patch { get; set; } = "";

    /// <summary>The entry.</summary>
    public AuditEntry Entry => new(At, Operator, Kind, Action)
    {
        Token = Token,
        Via = Via,
        From = Address,
        Outcome = Outcome,
        PlayerId = Player,
        Board = Board,
        Window = Win,
        Document = Document,
        Version = Version,
        Reason = Reason,
        Until = UntilAt,
        Before = BeforeJson,
        After = AfterJson,
        Patch = Patch,
    };

    /// <summary>Adds the table to a service's model.</summary>
    public static void AddTo(ModelBuilder model)
    {
        var row = model.Entity<AuditRow>();
        row.ToTable("audit").HasKey(entry => entry.Id);
        row.Ignore(entry => entry.Entry);
        foreach (var property in row.Metadata.GetProperties())
            property.SetColumnName(property.Name switch { nameof(UntilAt) => "until_at", nameof(BeforeJson) => "before_json", nameof(AfterJson) => "after_json", _ => property.Name.ToLowerInvariant() });
    }
}
