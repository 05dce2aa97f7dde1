using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LiveOps.Core.Windows;
using LiveOps.Progression.Notes;

namespace LiveOps.Progression.Endpoints;

/// <summary>A note to keep.</summary>
/// <param name="Text">What it says, in one line.</param>
internal sealed record NoteRequestBody([property: MinLength(1), MaxLength(Note.MaxText)] string Text);

/// <summary>A note about a player.</summary>
/// <param name="Id">The service's id of it.</param>
/// <param name="At">When it was written.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="Text">What it says.</param>
internal sealed record NoteBody(string Id, DateTime At, string By, string Text)
{
    public static NoteBody Of(Note note) => new(note.Id, UnixTicks.ToUtc(note.At), note.By, note.Text);

    public static NoteBody[] Of(IReadOnlyList<Note> notes) => [.. notes.Select(Of)];
}

/// <summary>The notes about a player, newest first.</summary>
internal sealed record NotesBody(NoteBody[] Notes);

/// <summary>JSON of notes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NoteRequestBody))]
[JsonSerializable(typeof(NoteBody))]
[JsonSerializable(typeof(NoteBody[]))]
[JsonSerializable(typeof(NotesBody))]
internal sealed partial class NoteJson : JsonSerializerContext;
