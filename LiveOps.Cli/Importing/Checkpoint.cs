using System.Security.Cryptography;
using System.Text.Json;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Importing;

/// <summary>
/// How far an import came, in a file beside the source: rows that are done, and what became of them. It spares sending them again; whether a row counts once does not hang on it, for a row's
/// id follows from what it says. So it is written once a second, whole under its name or not at all, and one that is of another file or mapping is not gone by.
/// </summary>
internal sealed class Checkpoint
{
    private const int FingerprintBytes = 64 << 10;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What it is of: the source, how it is read, and where it goes.</summary>
    public string Of { get; set; } = "";

    /// <summary>Rows from the first on that are done.</summary>
    public long Rows { get; set; }

    /// <summary>Of those, events that count.</summary>
    public long Counted { get; set; }

    /// <summary>What the others were, by the problem's name.</summary>
    public SortedDictionary<string, long> Problems { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Bytes of the file of rejects that are about those rows.</summary>
    public long RejectsLength { get; set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset SavedAt { get; set; }

    /// <summary>Whether all rows are done. It stays then: services know ids for a time only, and the same file sent a month later would count again.</summary>
    public bool IsDone { get; set; }

    public long Faults => Rows - Counted;

    public void Count(string? problem)
    {
        Rows++;
        if (problem is null)
            Counted++;
        else
            Problems[problem] = Problems.GetValueOrDefault(problem) + 1;
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public void Save(string path)
    {
        try
        {
            string aside = path + ".new";
            File.WriteAllText(aside, JsonSerializer.Serialize(this, Options));
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"how far the import came cannot be written to {path}: {PlainText.Sentence(e.Message)} Name another place by --state.", e);
        }
    }

    /// <summary>The one of a former run; null where there is none of this source.</summary>
    public static Checkpoint? Find(string path, string of)
    {
        try
        {
            Checkpoint? found = File.Exists(path) ? JsonSerializer.Deserialize<Checkpoint>(File.ReadAllText(path), Options) : null;
            return found is { Rows: >= 0 } && found.Of == of ? found : null;
        }
        catch (JsonException)
        {
            return null; // none of ours
        }
    }

    /// <summary>What tells a source from another: when it was changed last, its length, its beginning and its end, and whatever else decides what is sent.</summary>
    public static string Fingerprint(string path, string how)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(how));
        using FileStream file = File.OpenRead(path);
        hash.AppendData(BitConverter.GetBytes(file.Length));
        hash.AppendData(BitConverter.GetBytes(File.GetLastWriteTimeUtc(path).Ticks));
        byte[] bytes = new byte[FingerprintBytes];
        hash.AppendData(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        file.Position = Math.Max(0, file.Length - bytes.Length);
        hash.AppendData(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
