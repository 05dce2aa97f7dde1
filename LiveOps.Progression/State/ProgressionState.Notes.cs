using LiveOps.Progression.Notes;

namespace LiveOps.Progression.State;

/// <summary>What operators wrote down about players.</summary>
internal sealed partial class ProgressionState
{
    private PlayerNotes _notes = new();

    /// <summary>The notes about a player, newest first.</summary>
    public IReadOnlyList<Note> NotesOf(string player)
    {
        lock (_gate)
            return [.. _notes.Of(player).Reverse()];
    }

    // Under the lock; whether anything changed.
    private bool ExecuteNotes(ReadOnlySpan<byte> command)
    {
        using BinaryReader reader = NoteCommand.Open(command, out NoteCommand.Kind kind, out string player);
        return kind switch
        {
            NoteCommand.Kind.Add => _notes.Add(player, NoteCommand.Read(reader)),
            NoteCommand.Kind.Remove => _notes.Remove(player, reader.ReadString()),
            _ => throw new InvalidDataException($"a note's command of kind {kind} is of a newer version"),
        };
    }
}
