using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiveOps.Tests.House.Rules;

/// <summary>How much stands in one place.</summary>
internal static class SizeRules
{
    private const int MostLinesOfFile = 250, MostLinesOfMethod = 65;

    public static readonly HouseRule[] All =
    [
        new(
            $"A file has at most {MostLinesOfFile} lines.",
            "What is longer holds two concepts, or a type with two concerns: a type may have a file for each.",
            ("LiveOps.Core/Ids/Long.cs", "namespace LiveOps.Core.Ids;\n" + new string('\n', MostLinesOfFile)),
            LongFiles),
        new(
            $"A method has at most {MostLinesOfMethod} lines.",
            "A reader keeps one screen in mind. The rare path, and each numbered step, can be a method of its own. (A test may be longer: it tells a story in order.)",
            ("LiveOps.Core/Ids/Long.cs", $"namespace LiveOps.Core.Ids;\ninternal static class Long\n{{\n    public static void Run()\n    {{{new string('\n', MostLinesOfMethod)}}}\n}}\n"),
            LongMethods),
        new(
            "A file holds one public type.",
            "Who looks for a type looks for its file. What only serves it may stand below it, internal. (Tests are public because the runner finds them so.)",
            ("LiveOps.Core/Ids/Two.cs", "namespace LiveOps.Core.Ids;\npublic sealed class One;\npublic sealed class Two;\n"),
            SecondPublicTypes),
    ];

    private static IEnumerable<Breach> LongFiles(CodeFile file)
    {
        int lines = file.Text.Count(c => c == '\n');
        if (lines > MostLinesOfFile)
            yield return new Breach(file.Path, lines, $"{lines} lines");
    }

    private static IEnumerable<Breach> LongMethods(CodeFile file) => file.Project == "LiveOps.Tests" ? [] : file.Nodes<SyntaxNode>()
        .Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax)
        .Where(node => file.Lines(node) > MostLinesOfMethod)
        .Select(node => file.At(node, $"a method of {file.Lines(node)} lines"));

    private static IEnumerable<Breach> SecondPublicTypes(CodeFile file) => file.Project == "LiveOps.Tests" ? [] : file.Nodes<BaseTypeDeclarationSyntax>()
        .Where(type => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax && type.Modifiers.Any(modifier => modifier.Text == "public"))
        .Skip(1)
        .Select(type => file.At(type, $"{type.Identifier.Text} is the second public type here"));
}
