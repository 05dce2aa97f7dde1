using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// Messages that a consumer could not apply, set aside with the reason: one JSON file each, <c>&lt;consumer&gt;/&lt;position&gt;.json</c>. The
/// same message set aside again after a restart is the same file.
/// </summary>
public sealed partial class DeadLetterFiles(string folder, TimeProvider clock)
{
    /// <summary>Sets a message aside.</summary>
    public void Add(string consumer, long position, BusMessage message, Exception reason)
    {
        string path = PathOf(consumer, position);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var letter = new StoredLetter(consumer, position, message.Kind, reason.GetType().Name + ": " + reason.Message, clock.GetUtcNow(), message.Payload.ToArray());
        File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(letter, Json.Default.StoredLetter));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>All of them, by consumer and position.</summary>
    public IReadOnlyList<StoredLetter> List() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>One of them; null when there is none.</summary>
    public StoredLetter? Find(string consumer, long position) => PathOf(consumer, position) is var path && File.Exists(path) ? Read(path) : null;

    /// <summary>Forgets one; false when there was none.</summary>
    public bool Remove(string consumer, long position)
    {
        string path = PathOf(consumer, position);
        bool there = File.Exists(path);
        File.Delete(path);
        return there;
    }

    private string PathOf(string consumer, long position) => Path.Combine(folder, consumer, position.ToString("D20", CultureInfo.InvariantCulture) + ".json");

    private static StoredLetter Read(string path) => JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.Default.StoredLetter)!;

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(StoredLetter))]
    private sealed partial class Json : JsonSerializerContext;
}

/// <summary>A message set aside, as it lies in its file.</summary>
/// <param name="Consumer">Who could not apply it.</param>
/// <param name="Position">Where it stands in the journal.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">The error, in one line.</param>
/// <param name="At">When it was set aside.</param>
/// <param name="Payload">The message's bytes.</param>
public sealed record StoredLetter(string Consumer, long Position, BusMessageKind Kind, string Reason, DateTimeOffset At, byte[] Payload);
