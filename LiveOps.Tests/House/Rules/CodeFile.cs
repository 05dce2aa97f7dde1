using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LiveOps.Tests.House.Rules;

/// <summary>A file of C#, parsed by the compiler.</summary>
internal sealed class CodeFile
{
    private static readonly CSharpParseOptions Newest = new(LanguageVersion.Preview);
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "artifacts"];

    public CodeFile(string path, string text)
    {
        (Path, Text) = (path, text);
        Tree = CSharpSyntaxTree.ParseText(text, Newest, path);
        Root = Tree.GetRoot();
    }

    /// <summary>All files of ours.</summary>
    public static IReadOnlyList<CodeFile> All { get; } =
        [.. Find(Repository.Root).Order(StringComparer.Ordinal).Select(path => new CodeFile(System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path)))];

    /// <summary>From the repository's root.</summary>
    public string Path { get; }

    public string Text { get; }

    public SyntaxTree Tree { get; }

    public SyntaxNode Root { get; }

    /// <summary>The folder that is its project.</summary>
    public string Project => Path.Split('/')[0];

    /// <summary>Its folder.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>The nodes of a kind.</summary>
    public IEnumerable<T> Nodes<T>() where T : SyntaxNode => Root.DescendantNodes().OfType<T>();

    /// <summary>A breach where a node stands.</summary>
    public Breach At(SyntaxNode node, string what) => new(Path, Tree.GetLineSpan(node.Span).StartLinePosition.Line + 1, what);

    /// <summary>How many lines a node has.</summary>
    public int Lines(SyntaxNode node)
    {
        FileLinePositionSpan span = Tree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static IEnumerable<string> Find(string folder) => Directory.EnumerateFiles(folder, "*.cs")
        .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Find));

    private static bool IsOurs(string folder) => System.IO.Path.GetFileName(folder) is var name && !name.StartsWith('.') && !NotOurs.Contains(name);
}
