using LiveOps.Progression.Notes;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>A note about a player.</summary>
internal sealed class NoteRow
{
    public required string PlayerId { get; init; }

    public required string NoteId { get; init; }

    public long At { get; init; }

    public required string Author { get; init; }

    public required string Text { get; init; }

    public Note ToNote() => new(NoteId, At, Author, Text);
}
