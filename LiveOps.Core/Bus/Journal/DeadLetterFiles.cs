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
    private const string Extension = ".json", PositionFormat = "D20";

    /// <summary>How a letter is called that stands at a position of the journal.</summary>
    public static string IdOf(long position) => position.ToString(PositionFormat, CultureInfo.InvariantCulture);

    /// <summary>The position in a letter's id; false when it is no such id.</summary>
    public static bool TryParseId(string id, out long position) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out position) && IdOf(position) == id;

    /// <summary>Sets a message aside, durably. One that is there already stays as it is.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(string consumer, long position, int deliveries, BusMessage message, Exception reason)
    {
        string path = PathOf(consumer, position), own = Path.GetDirectoryName(path)!;
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(own);
        string line = $"{reason.GetType().Name}: {reason.Message}".ReplaceLineEndings(" ");
        var letter = new StoredLetter(consumer, position, message.Kind, line, clock.GetUtcNow(), deliveries, message.Payload.ToArray());
        using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, letter, Json.Default.StoredLetter);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path);
        Folders.Flush(own);
        Folders.Flush(folder);
    }

    /// <summary>A consumer's letters in order, from the one behind a position on.</summary>
    public IReadOnlyList<DeadLetter> List(string consumer, long after, int limit)
    {
        string own = Path.Combine(folder, consumer);
        return !Directory.Exists(own)
            ? []
            : [.. Directory.EnumerateFiles(own, "*" + Extension)
                .Select(path => TryParseId(Path.GetFileNameWithoutExtension(path), out long position) ? position : -1)
                .Where(position => position > after)
                .Order()
                .Select(position => Find(consumer, position))
                .OfType<DeadLetter>()
                .Take(limit)
                .Select(letter => letter with { Payload = default })];
    }

    /// <summary>How many letters a consumer has; NaN while their folder cannot be read.</summary>
    public double Count(string consumer)
    {
        string own = Path.Combine(folder, consumer);
        try
        {
            return Directory.Exists(own) ? Directory.EnumerateFiles(own, "*" + Extension).Count() : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return double.NaN;
        }
    }

    /// <summary>One of them; null when there is none.</summary>
    public DeadLetter? Find(string consumer, long position)
    {
        try
        {
            StoredLetter letter = JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(consumer, position)), Json.Default.StoredLetter)!;
            return new DeadLetter(IdOf(position), consumer, letter.Reason, letter.At, Math.Max(1, letter.Deliveries), letter.Kind, letter.Payload);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Forgets one, if it is there.</summary>
    public void Remove(string consumer, long position)
    {
        string path = PathOf(consumer, position);
        if (!File.Exists(path))
            return;
        File.Delete(path);
        Folders.Flush(Path.GetDirectoryName(path)!);
    }

    private string PathOf(string consumer, long position) => Path.Combine(folder, consumer, IdOf(position) + Extension);

    /// <summary>A letter as it lies in its file.</summary>
    private sealed record StoredLetter(string Consumer, long Position, BusMessageKind Kind, string Reason, DateTimeOffset At, int Deliveries, byte[] Payload);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(StoredLetter))]
    private sealed partial class Json : JsonSerializerContext;
}
