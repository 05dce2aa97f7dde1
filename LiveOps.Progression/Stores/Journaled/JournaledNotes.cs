using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Progression.Notes;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Stores.Journaled;

/// <summary>Notes in memory: each is a command of the journal.</summary>
internal sealed class JournaledNotes(ProgressionState state, ICommandLog commands) : INoteStore
{
    public ValueTask<IReadOnlyList<Note>> ReadAsync(string playerId, CancellationToken cancellation) => new(state.NotesOf(playerId));

    public async ValueTask<bool> AddAsync(string playerId, Note note, AuditEntry audit, CancellationToken cancellation) => await ExecuteAsync(audit, NoteCommand.Add(playerId, note), cancellation);

    public async ValueTask RemoveAsync(string playerId, Note note, AuditEntry audit, CancellationToken cancellation) => await ExecuteAsync(audit, NoteCommand.Remove(playerId, note.Id), cancellation);

    private async Task<bool> ExecuteAsync(AuditEntry audit, byte[] command, CancellationToken cancellation) =>
        (bool)(await commands.ExecuteAsync(ProgressionState.Consumer, (byte[])[(byte)CommandKind.Audited, .. AuditedCommand.Of(audit, command)], cancellation))!;
}
