using LiveOps.Tests.House;

namespace LiveOps.Tests.Docs;

public sealed class Korean_documents_say_what_the_English_say
{
    /// <summary>Pages that are translated whole.</summary>
    public static TheoryData<string, string> Translated => new() { { "README.md", "docs/ko/README.md" }, { "docs/console.md", "docs/ko/console.md" } };

    [Theory]
    [MemberData(nameof(Translated))]
    public void Commands_outputs_headings_tables_settings_and_links_are_the_same(string original, string translation)
    {
        string[] differences = [.. Translation.Differences(MarkdownPage.Read(original), MarkdownPage.Read(translation))];

        Assert.True(differences is [], string.Join('\n', differences));
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void Each_leads_to_the_other_right_under_its_title(string original, string translation)
    {
        Assert.StartsWith($"[한국어]({Link(original, translation)})", Line(original, 3));
        Assert.StartsWith($"[English]({Link(translation, original)})", Line(translation, 3));
    }

    [Fact]
    public void Whoever_is_alarmed_finds_every_alert_and_every_runbook_in_the_Korean_page_of_operations()
    {
        string page = Read("docs/ko/operations.md");
        string[] alerts = [.. Files("deploy/monitoring/rules", "*.yml").SelectMany(File.ReadLines).Select(line => line.Trim())
            .Where(line => line.StartsWith("- alert: ", StringComparison.Ordinal)).Select(line => $"`{line["- alert: ".Length..]}`").Distinct()];
        string[] runbooks = [.. Files("docs/runbooks", "*.md").Select(file => $"(../runbooks/{Path.GetFileName(file)})")];

        Assert.NotEmpty(alerts);
        string[] missing = [.. alerts.Concat(runbooks).Where(name => !page.Contains(name, StringComparison.Ordinal))];
        Assert.True(missing is [], "docs/ko/operations.md does not have " + string.Join(", ", missing));
    }

    [Theory]
    [InlineData("./run", "./Run", "block 1 under the heading in line 3 of b.md (나), line 5, is not that of a.md, line 5:\n2: - ./run\n2: + ./Run")]
    [InlineData("```sh\n./run\n```\n", "", "under the heading in line 3 of b.md (나) there are 0 blocks, in a.md (line 3, B) 1")]
    [InlineData("## B", "### 나", "heading 2 of b.md (나) is of level 3, that of a.md (B) of level 2")]
    [InlineData("## C\n", "", "b.md has 2 headings, a.md has 3")]
    [InlineData("| c | d |\n", "", "under the heading in line 9 of b.md (다) there are tables of [2] rows, in a.md (line 9, C) of [3]")]
    [InlineData("`HMAC_SECRET`", "`HMAC_SECRETS`", "under the heading in line 9 of b.md (다) is missing `HMAC_SECRET` of a.md (line 9, C)\n"
        + "under the heading in line 9 of b.md (다) stands `HMAC_SECRETS`, and not in a.md (line 9, C)")]
    [InlineData("(docs/http.md#signing)", "(docs/http.md)", "under the heading in line 9 of b.md (다) is missing a link to docs/http.md#signing of a.md (line 9, C)\n"
        + "under the heading in line 9 of b.md (다) stands a link to docs/http.md, and not in a.md (line 9, C)")]
    public void What_differs_is_told(string original, string translation, string sentence)
    {
        const string Text = "# A\n\n## B\n\n```sh\n./run\n```\n\n## C\n\n| a | b |\n|---|---|\n| c | d |\n\nSet `HMAC_SECRET` ([signing](docs/http.md#signing)).\n";
        string other = Text.Replace(original, translation, StringComparison.Ordinal).Replace("# B", "# 나", StringComparison.Ordinal).Replace("# C", "# 다", StringComparison.Ordinal);
        Assert.NotEqual(Text, other);

        Assert.Equal(sentence, string.Join('\n', Translation.Differences(MarkdownPage.Parse("a.md", Text), MarkdownPage.Parse("b.md", other))));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static string Line(string path, int number) => Read(path).Split('\n')[number - 1];

    private static string Link(string from, string to) => Path.GetRelativePath(Path.Combine("/", Path.GetDirectoryName(from)!), Path.Combine("/", to));

    private static string[] Files(string folder, string pattern) => Directory.GetFiles(Path.Combine(Repository.Root, folder), pattern);
}
