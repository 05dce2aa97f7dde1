namespace LiveOps.Tests.Docs;

/// <summary>What stands under one heading of a document, and must be the same in any language.</summary>
/// <param name="Level">How many <c>#</c> the heading has.</param>
/// <param name="Title">Its text.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record Section(int Level, string Title, int Line)
{
    /// <summary>Fenced blocks, fences included.</summary>
    public List<Block> Blocks { get; } = [];

    /// <summary>Tables: how many rows each has, its head and the line under that included.</summary>
    public List<int> Tables { get; } = [];

    /// <summary>What links and pictures lead to, as it is written.</summary>
    public List<string> Links { get; } = [];

    /// <summary>What stands between backticks outside of blocks: commands, settings, names.</summary>
    public List<string> Code { get; } = [];
}

/// <summary>A fenced block.</summary>
/// <param name="Line">The line of its opening fence, from 1.</param>
/// <param name="Text">All of it, both fences included.</param>
internal sealed record Block(int Line, string Text);
