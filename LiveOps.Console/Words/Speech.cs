using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace LiveOps.Console.Words;

/// <summary>The console's own words in a language: a table beside this file. A word that a table lacks is its key, so that it is seen.</summary>
public sealed class Speech
{
    /// <summary>English, which has every word.</summary>
    public static readonly Speech English = new("en", "English");

    /// <summary>The languages there are.</summary>
    public static readonly IReadOnlyList<Speech> All = [English, new("ko", "한국어")];

    private readonly FrozenDictionary<string, string> _words;

    private Speech(string language, string name)
    {
        (Language, Name) = (language, name);
        using Stream table = typeof(Speech).Assembly.GetManifestResourceStream($"{language}.json")!;
        _words = JsonSerializer.Deserialize<Dictionary<string, string>>(table)!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Its tag, as HTML has it.</summary>
    public string Language { get; }

    /// <summary>Its own name.</summary>
    public string Name { get; }

    /// <summary>The keys it has.</summary>
    public IEnumerable<string> Keys => _words.Keys;

    /// <summary>A word.</summary>
    public string this[string key] => _words.GetValueOrDefault(key, key);

    /// <summary>Whether there is such a word.</summary>
    public bool Has(string key) => _words.ContainsKey(key);

    /// <summary>A sentence with something in it.</summary>
    public string Say(string key, params object?[] what) => string.Format(CultureInfo.InvariantCulture, this[key], what);

    /// <summary>The language that was chosen, else the first of those that a browser asks for.</summary>
    /// <param name="chosen">By the switch.</param>
    /// <param name="accepted"><c>Accept-Language</c>, the best first.</param>
    public static Speech Of(string? chosen, IEnumerable<string> accepted) =>
        Find(chosen) ?? accepted.Select(Find).FirstOrDefault(found => found is not null) ?? English;

    private static Speech? Find(string? tag) => tag is null ? null : All.FirstOrDefault(one => tag.Split('-')[0].Equals(one.Language, StringComparison.OrdinalIgnoreCase));
}
