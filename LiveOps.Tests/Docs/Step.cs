namespace LiveOps.Tests.Docs;

/// <summary>What a page has its reader type.</summary>
/// <param name="Line">The line of the block that it stands in, from 1.</param>
/// <param name="Command">A command, or the whole of a block of <c>sh</c>.</param>
/// <param name="Output">What the page says comes of it; null where it says nothing.</param>
internal sealed record Step(int Line, string Command, string? Output)
{
    /// <summary>Whether it only reads, so that it may be asked again until an event has arrived.</summary>
    public bool OnlyReads => Command.StartsWith("curl ", StringComparison.Ordinal) && !Command.Contains(" -X ", StringComparison.Ordinal) && !Command.Contains(" -d ", StringComparison.Ordinal);

    /// <summary>All steps of a page, but those that start a system: blocks of <c>sh</c> whole, of <c>console</c> each command after its <c>$</c>.</summary>
    public static IEnumerable<Step> Of(MarkdownPage page)
    {
        foreach (Block block in page.Sections.SelectMany(section => section.Blocks))
        {
            string[] lines = block.Text.Split('\n');
            if (lines[0] == "```sh" && !block.Text.Contains("dotnet run", StringComparison.Ordinal))
                yield return new Step(block.Line, string.Join('\n', lines[1..^1]), null);
            if (lines[0] != "```console")
                continue;
            foreach (string part in ("\n" + string.Join('\n', lines[1..^1])).Split("\n$ ").Skip(1))
            {
                string[] typed = part.Split('\n', 2);
                yield return new Step(block.Line, typed[0], typed.Length == 1 ? "" : typed[1].Trim());
            }
        }
    }
}
