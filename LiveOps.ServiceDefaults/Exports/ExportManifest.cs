using System.Text.Json;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>
/// What an export holds, written last: where it stands, all of the files that it names are whole, and whoever reads them can tell by their sums. Where it does not stand, whatever
/// lies there is the rest of a run that was cut off.
/// </summary>
/// <param name="Service">Whose export.</param>
/// <param name="Kind"><c>export</c> or <c>archive</c>.</param>
/// <param name="Day">The day that it is named after.</param>
/// <param name="StartedAt">When the first row was read.</param>
/// <param name="FinishedAt">When the last file was whole.</param>
/// <param name="Files">Its files.</param>
internal sealed record ExportManifest(string Service, string Kind, string Day, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, IReadOnlyList<ExportedFile> Files)
{
    /// <summary>Its file's name.</summary>
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes it.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        await JsonSerializer.SerializeAsync(stream, this with { StartedAt = StartedAt.ToUniversalTime(), FinishedAt = FinishedAt.ToUniversalTime() }, Form, cancellation);
        stream.WriteByte((byte)'\n');
    }
}
