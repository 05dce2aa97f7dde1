using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveOps.Core.Audit;
using LiveOps.Core.Windows;

namespace LiveOps.ServiceDefaults.Audit.Endpoints;

/// <summary>An entry in an answer; what does not apply is left out.</summary>
internal sealed record AuditAnswer(
    string Id, DateTime At, string By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), AllowedValues("operator-token", "token", "entra")] string? Via,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? From,
    [property: AllowedValues(AuditKinds.Access, AuditKinds.Board, AuditKinds.DeadLetter, AuditKinds.Grant, AuditKinds.Player, AuditKinds.Policy, AuditKinds.Review, AuditKinds.Webhook)] string Kind,
    string Action,
    [property: AllowedValues(AuditEntry.Done, AuditEntry.Asked, AuditEntry.Refused)] string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PlayerId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Board,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Window,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Policy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Version,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, JsonElement>? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, JsonElement>? After,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Dictionary<string, JsonElement>>? Patch)
{
    /// <param name="id">The entry's place.</param>
    /// <param name="entry">The entry.</param>
    public static AuditAnswer Of(string id, AuditEntry entry) => new(
        id, UnixTicks.ToUtc(entry.At), entry.By, Said(entry.Via), Said(entry.From), entry.Kind, entry.Action, entry.Outcome, Said(entry.PlayerId), Said(entry.Board), Said(entry.Window), Said(entry.Document),
        entry.Version == 0 ? null : entry.Version,
        entry.Reason,
        entry.Until == 0 ? null : UnixTicks.ToUtc(entry.Until),
        Json(entry.Before, AuditJson.Default.DictionaryStringJsonElement),
        Json(entry.After, AuditJson.Default.DictionaryStringJsonElement),
        Json(entry.Patch, AuditJson.Default.IReadOnlyListDictionaryStringJsonElement));

    private static string? Said(string text) => text.Length == 0 ? null : text;

    private static T? Json<T>(string text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class => text.Length == 0 ? null : JsonSerializer.Deserialize(text, type);
}

/// <summary>A page of the audit, newest first; <c>next</c> is what to send as <c>after</c> for the one that follows, null at the end.</summary>
internal sealed record AuditPageAnswer(IReadOnlyList<AuditAnswer> Entries, string? Next);
