using System.Text.RegularExpressions;
using LiveOps.Console.Words;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Console;

/// <summary>The tables of words, and the pages that use them.</summary>
public sealed partial class Words_of_the_console
{
    [Fact]
    public void Both_languages_have_the_same_words_with_the_same_places_in_them()
    {
        foreach (Speech speech in Speech.All)
        {
            Assert.Equal(Speech.English.Keys.Order(StringComparer.Ordinal), speech.Keys.Order(StringComparer.Ordinal));
            Assert.All(speech.Keys, key => Assert.Equal(Places(Speech.English[key]), Places(speech[key])));
        }
    }

    [Fact]
    public void Every_word_that_a_page_uses_is_in_the_tables_and_every_word_is_used()
    {
        string code = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "LiveOps.Console"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || (file.EndsWith(".cs", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))).Select(File.ReadAllText));
        string[] used = [.. Use().Matches(code).Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(used.Length > 100);
        Assert.All(used, key => Assert.True(Speech.English.Has(key), key));
        // A word whose key is put together is used by its beginning.
        Assert.All(Speech.English.Keys, key => Assert.True(code.Contains($"\"{key}\"", StringComparison.Ordinal) || code.Contains($"$\"{key.Split('.')[0]}.{{", StringComparison.Ordinal) || key.StartsWith("done.", StringComparison.Ordinal), key));
    }

    [Theory]
    [InlineData(null, "ko-KR,en;q=0.5", "ko")]
    [InlineData(null, "fr,de", "en")]
    [InlineData("en", "ko", "en")]
    [InlineData("xx", "ko", "ko")]
    public void The_switch_goes_before_the_browser(string? chosen, string accepted, string expected) =>
        Assert.Equal(expected, Speech.Of(chosen, accepted.Split(',').Select(part => part.Split(';')[0])).Language);

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("""(?:\bS|Speech)(?:\[|\.Say\()"([a-z][^"{]*)"(?:[\],)])""")]
    private static partial Regex Use();
}
