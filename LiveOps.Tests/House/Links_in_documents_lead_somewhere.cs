using System.Text.RegularExpressions;

namespace LiveOps.Tests.House;

public sealed partial class Links_in_documents_lead_somewhere
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "artifacts"];

    [Fact]
    public void Every_file_and_heading_that_a_document_links_to_is_there()
    {
        string[] lost = [.. Documents(Repository.Root).SelectMany(document => Lost(document, File.ReadAllText(document)))];

        Assert.True(lost.Length == 0, string.Join('\n', lost));
    }

    [Fact]
    public void Every_document_is_in_the_list_of_documents()
    {
        string docs = Path.Combine(Repository.Root, "docs"), list = Path.Combine(docs, "README.md");

        Assert.Equal(
            Documents(docs).Where(document => document != list).Select(document => Path.GetRelativePath(docs, document).Replace('\\', '/')).Order(StringComparer.Ordinal),
            Link().Matches(File.ReadAllText(list)).Select(match => match.Groups[1].Value)
                .Where(link => link.EndsWith(".md", StringComparison.Ordinal) && !link.StartsWith("..", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_link_to_nothing_is_seen()
    {
        string readme = Path.Combine(Repository.Root, "README.md");

        Assert.Equal(
            ["README.md: docs/nothing.md", "README.md: docs/http.md#nothing"],
            Lost(readme, "[a](docs/nothing.md) [b](docs/http.md#nothing) [c](docs/http.md#signing) [d](https://example.com/x) [e](docs)"));
    }

    private static IEnumerable<string> Lost(string document, string text) => Link().Matches(text)
        .Select(match => match.Groups[1].Value)
        .Where(link => !link.Contains("://", StringComparison.Ordinal) && !Leads(document, link))
        .Select(link => $"{Path.GetRelativePath(Repository.Root, document).Replace('\\', '/')}: {link}");

    private static bool Leads(string document, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
        if (parts.Length == 1)
            return File.Exists(target) || Directory.Exists(target);
        return File.Exists(target) && File.ReadLines(target).Any(line => line.StartsWith('#') && Anchor(line) == parts[1]);
    }

    // As GitHub makes it.
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> Documents(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder).Where(child => Path.GetFileName(child) is var name && !name.StartsWith('.') && !NotOurs.Contains(name)).SelectMany(Documents));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
