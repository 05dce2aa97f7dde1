using System.Data.Common;
using LiveOps.Core.Audit;
using LiveOps.Progression.Notes;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Notes in SQL. Two who write the last note that there may be at the same time may both have theirs kept: the bound is there so that reading has an end.</summary>
internal sealed class SqlNotes(SqlDatabase<ProgressContext> database) : INoteStore
{
    public async ValueTask<IReadOnlyList<Note>> ReadAsync(string playerId, CancellationToken cancellation)
    {
        List<NoteRow> rows = await database.ReadAsync(
            "read_notes",
            (context, token) => context.Notes.Where(row => row.PlayerId == playerId).OrderByDescending(row => row.At).ThenBy(row => row.NoteId).ToListAsync(token),
            cancellation);
        return rows.ConvertAll(row => row.ToNote());
    }

    public async ValueTask<bool> AddAsync(string playerId, Note note, AuditEntry audit, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteString("player_id"u8, playerId);
            json.WriteString("note_id"u8, note.Id);
            json.WriteNumber("at"u8, note.At);
            json.WriteString("author"u8, note.By);
            json.WriteString("text"u8, note.Text);
            json.WriteNumber("most"u8, Note.MostOfPlayer);
        });
        return await database.TransactAsync(
            "add_note",
            async unit =>
            {
                if (await unit.ExecuteAsync(("insert_note", batch)) == 0)
                    return await IsThereAsync(unit, batch); // it is where the answer of a commit was lost
                await unit.ExecuteAsync(AuditSteps.Write(audit));
                return true;
            },
            cancellation);
    }

    public async ValueTask RemoveAsync(string playerId, Note note, AuditEntry audit, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteString("player_id"u8, playerId);
            json.WriteString("note_id"u8, note.Id);
        });
        await database.TransactAsync(
            "delete_note",
            async unit => await unit.ExecuteAsync(("delete_note", batch)) == 0 ? 0 : await unit.ExecuteAsync(AuditSteps.Write(audit)),
            cancellation);
    }

    private static async Task<bool> IsThereAsync(SqlUnit unit, ReadOnlyMemory<byte> batch)
    {
        await using DbDataReader rows = await unit.ReadAsync(("find_note", batch));
        return await rows.ReadAsync(unit.Cancellation);
    }
}
