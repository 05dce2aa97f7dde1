using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// Messages that a consumer could not apply, set aside with the reason: one JSON file each, <c>&lt;consumer&gt;/&lt;position&gt;.json</c>. The
/// same message set aside again after a restart is the same file.
/// </summary>
public sealed partial class DeadLetters(string folder, TimeProvider clock)
{
    /// <summary>Sets a message aside.</summary>
    public void Add(string consumer, long position, BusMessage message, Exception reason)
    {
        string path = PathOf(consumer, position);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var letter = new DeadLetter(consumer, position, message.Kind, reason.GetType().Name + ": " + reason.Message, clock.GetUtcNow(), message.Payload.ToArray());
        File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(letter, Json.Default.DeadLetter));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>All of them, by consumer and position.</summary>
    public IReadOnlyList<DeadLetter> List() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>One of them; null when there is none.</summary>
    public DeadLetter? Find(string consumer, long position) => PathOf(consumer, position) is var path && File.Exists(path) ? Read(path) : null;

    /// <summary>Forgets one; false when there was none.</summary>
    public bool Remove(string consumer, long position)
    {
        string path = PathOf(consumer, position);
        bool there = File.Exists(path);
        File.Delete(path);
        return there;
    }

    private string PathOf(string consumer, long position) => Path.Combine(folder, consumer, position.ToString("D20", CultureInfo.InvariantCulture) + ".json");

    private static DeadLetter Read(string path) => JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.Default.DeadLetter)!;

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(DeadLetter))]
    private sealed partial class Json : JsonSerializerContext;
}

/// <summary>A message set aside.</summary>
/// <param name="Consumer">Who could not apply it.</param>
/// <param name="Position">Where it stands in the journal.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">The error, in one line.</param>
/// <param name="At">When it was set aside.</param>
/// <param name="Payload">The message's bytes.</param>
public sealed record DeadLetter(string Consumer, long Position, BusMessageKind Kind, string Reason, DateTimeOffset At, byte[] Payload);
