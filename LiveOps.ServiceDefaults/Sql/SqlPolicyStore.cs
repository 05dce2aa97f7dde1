using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Notices;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// The versions of a service's documents in its database. A change takes the document's row, compares its revision, and writes all of itself in one transaction, marked with a
/// token: where a commit's answer was lost, the mark tells that it was made.
/// </summary>
/// <typeparam name="TContext">The service's context.</typeparam>
/// <param name="database">The service's database.</param>
/// <param name="clock">The clock.</param>
/// <param name="wanted">Which notices are wanted; null where none are told.</param>
/// <param name="leads">Documents that come into force later than others, and how long after they are made, in ticks; null for none.</param>
/// <param name="tell">Tells of a change in its transaction, where that is not done by <paramref name="wanted"/>; null where it is.</param>
/// <param name="hasAudit">Whether the audit lies in this database; where it does not, whoever calls sees to it.</param>
public sealed class SqlPolicyStore<TContext>(
    SqlDatabase<TContext> database, TimeProvider clock, WantedNotices? wanted = null, IReadOnlyDictionary<string, long>? leads = null, Func<SqlUnit, string, PolicyWrite, Task>? tell = null, bool hasAudit = true)
    : IPolicyStore where TContext : DbContext
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public long Lead => PolicyLead.Ticks;

    /// <inheritdoc/>
    public long LeadOf(string document) => leads?.GetValueOrDefault(document, Lead) ?? Lead;

    /// <inheritdoc/>
    public long Latest => 0;

    /// <inheritdoc/>
    public async ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation) => await database.TransactAsync(
        "policies",
        async unit =>
        {
            (PolicyHistory read, int kept) = await ReadAsync(unit, document, known);
            // Some were let go of: then all that are left are read.
            return read == known || read.Versions.Length == kept ? read : (await ReadAsync(unit, document, PolicyHistory.Empty)).History;
        },
        cancellation);

    /// <inheritdoc/>
    public async ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation) => await database.TransactAsync(
        "policies",
        async unit =>
        {
            await using DbDataReader rows = await unit.ReadAsync(("document_text", Json(document, json => json.WriteNumber("number", number))));
            return await rows.ReadAsync(unit.Cancellation) ? Convert.FromBase64String(rows.GetString(0)) : null;
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation)
    {
        try
        {
            return await WriteAsync(document, write, cancellation);
        }
        catch (LateException)
        {
            return null; // to be decided again, by a later time
        }
    }

    private Task<PolicyVersion?> WriteAsync(string document, PolicyWrite write, CancellationToken cancellation)
    {
        long token = Random.Shared.NextInt64();
        ReadOnlyMemory<byte> version = Json(document, json => Write(json, write, token));
        ReadOnlyMemory<byte> move = Json(document, json =>
        {
            json.WriteNumber("revision", write.Changed.Revision);
            json.WriteNumber("more", (write.Packed is null ? 0 : 1) - write.Forgotten.Count);
        });
        return database.TransactAsync(
            "policy_write",
            async unit =>
            {
                if (await HoldAsync(unit, document) != write.Expected)
                    return await IsMineAsync(unit, version, token) ? write.Changed : null;
                await unit.ExecuteAsync((write.Packed is null ? "document_call_off" : "document_write", version), ("document_move", move));
                if (hasAudit && write.Audit is { } audit)
                    await unit.ExecuteAsync(AuditSteps.Write(audit));
                await (tell is null ? TellAsync(unit, document, write) : tell(unit, document, write));
                if (write.Forgotten.Count > 0)
                    await unit.ExecuteAsync(("document_forget", Json(document, json => Write(json, write.Forgotten))));
                // Others are certain of what they know for the lead: what was held up for half of it might come into force, or not, before they see it. A longer lead is there for what is left of it.
                if (write.Changed.EffectiveAt < clock.Now() + (write.Packed is null ? Lead : LeadOf(document)) - Lead / 2)
                    throw new LateException();
                return write.Changed;
            },
            cancellation);
    }

    private async Task TellAsync(SqlUnit unit, string document, PolicyWrite write)
    {
        if (wanted?.Begin() is not { } notices)
            return;
        notices.AddPolicyChanged(document, write.Changed, write.Audit);
        if (notices.Notices.Count > 0)
            await unit.ExecuteAsync(NoticeSteps.Write(notices));
    }

    private static async Task<(PolicyHistory History, int Kept)> ReadAsync(SqlUnit unit, string document, PolicyHistory known)
    {
        ReadOnlyMemory<byte> batch = Json(document, json => json.WriteNumber("after", known.Revision));
        await using DbDataReader rows = await unit.ReadAsync(("document_revision", batch), ("document_versions", batch));
        bool any = await rows.ReadAsync(unit.Cancellation);
        long revision = any ? rows.GetInt64(0) : 0;
        int kept = any ? rows.GetInt32(1) : 0;
        await rows.NextResultAsync(unit.Cancellation);
        var changed = new List<PolicyVersion>();
        while (await rows.ReadAsync(unit.Cancellation))
        {
            changed.Add(new PolicyVersion(rows.GetInt32(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetString(3), rows.GetString(4), rows.GetInt32(5), PolicyVersion.RestoresOf(rows.GetInt32(6)))
            {
                Revision = rows.GetInt64(7),
                IsCalledOff = rows.GetBoolean(8),
            });
        }

        // A change that was committed between the two statements is in the second alone.
        revision = changed.Select(version => version.Revision).Append(revision).Max();
        return (revision == known.Revision ? known : known.With(changed, [], revision), kept);
    }

    private static async Task<long> HoldAsync(SqlUnit unit, string document)
    {
        ReadOnlyMemory<byte> batch = Json(document, _ => { });
        await unit.ExecuteAsync(("document_begin", batch));
        await using DbDataReader rows = await unit.ReadAsync(("document_hold", batch));
        await rows.ReadAsync(unit.Cancellation);
        return rows.GetInt64(0);
    }

    private static async Task<bool> IsMineAsync(SqlUnit unit, ReadOnlyMemory<byte> version, long token)
    {
        await using DbDataReader rows = await unit.ReadAsync(("document_token", version));
        return await rows.ReadAsync(unit.Cancellation) && rows.GetInt64(0) == token;
    }

    private static void Write(Utf8JsonWriter json, PolicyWrite write, long token)
    {
        PolicyVersion version = write.Changed;
        json.WriteNumber("number", version.Number);
        json.WriteNumber("made", version.MadeAt);
        json.WriteNumber("effective", version.EffectiveAt);
        json.WriteString("author", version.Author);
        json.WriteString("reason", version.Reason);
        json.WriteNumber("size", version.Size);
        json.WriteNumber("restores", version.KeptRestores);
        json.WriteNumber("revision", version.Revision);
        json.WriteString("packed", Convert.ToBase64String(write.Packed ?? []));
        json.WriteNumber("token", token);
        json.WriteNumber("calledOff", version.IsCalledOff ? 1 : 0);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray("numbers");
        foreach (int number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private sealed class LateException : Exception;

    private static ReadOnlyMemory<byte> Json(string document, Action<Utf8JsonWriter> more)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("document", document);
            more(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
