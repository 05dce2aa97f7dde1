using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiveOps.Tests.House.Rules;

/// <summary>What code may look like.</summary>
internal static class ShapeRules
{
    private static readonly string[] Clocks = ["DateTime", "DateTimeOffset"], Readings = ["Now", "UtcNow", "Today"];

    // What Aspire's own packages would bring under these names, were they served everywhere.
    private const string Official = "Aspire.Hosting";

    // Columns that are scanned as spans and grow by reference, and links between millions of nodes.
    private static readonly string[] Nodes = ["LiveOps.Leaderboard/Ranks/Leaf.cs", "LiveOps.Leaderboard/Ranks/Node.cs"];

    // Memory outside the collector's heap, and asking for memory ahead of time: docs/decisions/memory.md.
    private const string OwnMemory = "LiveOps.Core/Ids/";

    // What the client asks for the time: netstandard2.1 has no TimeProvider.
    private const string ClientsClock = "LiveOps.Client/Clocks/MachineClock.cs";

    public static readonly HouseRule[] All =
    [
        new(
            "A namespace is its folder.",
            "The folder is the room: who reads a using line knows where to look. (What stands in for an official package of Aspire has that package's namespace.)",
            ("LiveOps.Core/Ids/Lost.cs", "namespace LiveOps.Core.Identities;\n"),
            Namespaces),
        new(
            "A class has no public field that can be written.",
            "Nobody can follow who writes it. A struct may, and the nodes of the rank tree: millions of them are laid out for memory.",
            ("LiveOps.Core/Ids/Open.cs", "namespace LiveOps.Core.Ids;\ninternal sealed class Open\n{\n    public int Count;\n}\n"),
            PublicFields),
        new(
            "Time is a TimeProvider's.",
            "What reads the machine's clock by itself cannot be tested at midnight, at a window's end, or after an hour of silence. Tests of whole processes share the machine's clock and may read it.",
            ("LiveOps.Core/Windows/Clock.cs", "namespace LiveOps.Core.Windows;\ninternal static class Clock\n{\n    public static DateTime Now => DateTime.UtcNow;\n}\n"),
            Times),
        new(
            "Nothing is unsafe but the memory of ids.",
            "Spans are as fast as pointers where it was measured, and their mistakes are exceptions. Tens of millions of ids lie outside the heap, where the collector need not look at them.",
            ("LiveOps.Core/Events/Raw.cs", "namespace LiveOps.Core.Events;\ninternal static class Raw\n{\n    public static unsafe void Run()\n    {\n    }\n}\n"),
            Unsafe),
        new(
            "A transaction names its level.",
            "One that does not is what the driver makes of it, whatever the server is set to: MySQL's makes it REPEATABLE READ, with its gap locks. Tests may begin one as an administrator would.",
            ("LiveOps.ServiceDefaults/Sql/Begun.cs", "namespace LiveOps.ServiceDefaults.Sql;\ninternal static class Begun\n{\n    public static DbTransaction By(DbConnection connection) => connection.BeginTransaction();\n}\n"),
            Levels),
    ];

    private static IEnumerable<Breach> Namespaces(CodeFile file) => file.Nodes<BaseNamespaceDeclarationSyntax>()
        .Where(space => space.Name.ToString() != file.Folder.Replace('/', '.'))
        .Where(space => !(file.Folder.StartsWith("LiveOps.AppHost/Resources/", StringComparison.Ordinal) && space.Name.ToString().StartsWith(Official, StringComparison.Ordinal)))
        .Select(space => file.At(space, $"{space.Name} in {file.Folder}"));

    private static IEnumerable<Breach> PublicFields(CodeFile file) => Nodes.Contains(file.Path) ? [] : file.Nodes<FieldDeclarationSyntax>()
        .Where(field => field.Parent is ClassDeclarationSyntax or RecordDeclarationSyntax { RawKind: (int)SyntaxKind.RecordDeclaration })
        .Where(field => Has(field, SyntaxKind.PublicKeyword) && !Has(field, SyntaxKind.ConstKeyword) && !Has(field, SyntaxKind.ReadOnlyKeyword))
        .Select(field => file.At(field, $"the public field {field.Declaration.Variables[0].Identifier.Text}"));

    private static IEnumerable<Breach> Times(CodeFile file) => file.Project == "LiveOps.Tests" || file.Path == ClientsClock ? [] : file.Nodes<MemberAccessExpressionSyntax>()
        .Where(access => Clocks.Contains(access.Expression.ToString().Split('.')[^1]) && Readings.Contains(access.Name.Identifier.Text))
        .Select(access => file.At(access, access.ToString()));

    private static IEnumerable<Breach> Unsafe(CodeFile file) => file.Path.StartsWith(OwnMemory, StringComparison.Ordinal) ? [] : file.Root.DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.UnsafeKeyword))
        .Select(token => file.At(token.Parent!, "unsafe"));

    private static IEnumerable<Breach> Levels(CodeFile file) => file.Project == "LiveOps.Tests" ? [] : file.Nodes<InvocationExpressionSyntax>()
        .Where(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "BeginTransaction" or "BeginTransactionAsync" })
        .Where(call => !call.ArgumentList.Arguments.Any(argument => argument.ToString().StartsWith("IsolationLevel.", StringComparison.Ordinal)))
        .Select(call => file.At(call, call.ToString()));

    private static bool Has(MemberDeclarationSyntax member, SyntaxKind modifier) => member.Modifiers.Any(modifier);
}
