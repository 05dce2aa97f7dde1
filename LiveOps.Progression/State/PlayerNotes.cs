using LiveOps.Progression.Notes;

namespace LiveOps.Progression.State;

/// <summary>What operators wrote down about players, the newest last. Not thread-safe.</summary>
internal sealed class PlayerNotes
{
    private readonly Dictionary<string, List<Note>> _notes = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Those about a player.</summary>
    public IReadOnlyList<Note> Of(string player) => _notes.TryGetValue(player, out List<Note>? notes) ? notes : [];

    /// <summary>Keeps one; false when there are as many as there may be.</summary>
    public bool Add(string player, Note note)
    {
        if (_count >= Note.MostInMemory || Of(player).Count >= Note.MostOfPlayer)
            return false;
        if (!_notes.TryGetValue(player, out List<Note>? notes))
            _notes[player] = notes = [];
        notes.Add(note);
        _count++;
        return true;
    }

    /// <summary>Lets go of one; false when there is none.</summary>
    public bool Remove(string player, string note)
    {
        if (!_notes.TryGetValue(player, out List<Note>? notes) || notes.RemoveAll(one => one.Id == note) == 0)
            return false;
        _count--;
        if (notes.Count == 0)
            _notes.Remove(player);
        return true;
    }

    /// <summary>Lets go of all about a player.</summary>
    public void Erase(string player)
    {
        _count -= Of(player).Count;
        _notes.Remove(player);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_notes.Count);
        foreach ((string player, List<Note> notes) in _notes)
        {
            writer.Write(player);
            writer.Write(notes.Count);
            foreach (Note note in notes)
                NoteCommand.Write(writer, note);
        }
    }

    public void Load(BinaryReader reader)
    {
        for (int players = reader.ReadInt32(); players > 0; players--)
        {
            string player = reader.ReadString();
            for (int left = reader.ReadInt32(); left > 0; left--)
                Add(player, NoteCommand.Read(reader));
        }
    }
}
