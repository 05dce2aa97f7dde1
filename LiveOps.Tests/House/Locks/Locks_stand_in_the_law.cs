using System.Text.RegularExpressions;
using LiveOps.Tests.House.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiveOps.Tests.House.Locks;

/// <summary><c>docs/locks.md</c> names every lock, and every field that is shared without one, and no other.</summary>
public sealed partial class Locks_stand_in_the_law
{
    private static readonly string[] Elsewhere = ["LiveOps.Tests", "LiveOps.LocalServers", "LiveOps.Bench", "LiveOps.AppHost"];
    private static readonly string[] LockTypes = ["Lock", "SemaphoreSlim", "ReaderWriterLockSlim"];

    [Fact]
    public void Every_lock_and_every_shared_field_of_the_services_is_in_the_law_and_nothing_else_is()
    {
        IEnumerable<CodeFile> ours = CodeFile.All.Where(file => !Elsewhere.Contains(file.Project));

        Assert.Equal(ours.SelectMany(Shared).Distinct().Order(StringComparer.Ordinal), InRows(Law()));
    }

    [Fact]
    public void Locks_and_shared_fields_are_seen_in_every_form_in_which_they_are_written()
    {
        var sample = new CodeFile("LiveOps.Core/Ids/Sample.cs", """
            namespace LiveOps.Core.Ids;
            internal sealed class Sample
            {
                private readonly Lock _gate = new();
                private readonly object _old = new();
                private volatile string? _text;
                private long _number, _counted;
                private int _alone;
                public SemaphoreSlim Turn { get; } = new(1);
                public void Run()
                {
                    lock (_old)
                        Volatile.Write(ref _number, _alone);
                    Interlocked.Increment(ref _counted);
                    Interlocked.Exchange(ref Other.Field, 1);
                }
            }
            """);

        Assert.Equal(["Sample.Turn", "Sample._counted", "Sample._gate", "Sample._number", "Sample._old", "Sample._text"], Shared(sample).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_field_without_a_lock_is_written_and_read_at_once_in_a_test_that_is_there()
    {
        string[] rows = [.. Law().Split("## Without a lock")[1].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        string[] tests = [.. typeof(Locks_stand_in_the_law).Assembly.GetTypes().Where(type => type.IsPublic).Select(type => type.Name)];

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            string[] named = [.. Quoted().Matches(row.Split('|')[4]).Select(match => match.Groups[1].Value)];
            Assert.True(named.Length > 0 && named.All(tests.Contains), row);
        });
    }

    private static string Law() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "locks.md"));

    private static IEnumerable<string> Shared(CodeFile file) =>
    [
        .. file.Nodes<FieldDeclarationSyntax>().Where(field => LockTypes.Contains(field.Declaration.Type.ToString()) || field.Modifiers.Any(SyntaxKind.VolatileKeyword))
            .SelectMany(field => field.Declaration.Variables.Select(variable => Name(field, variable.Identifier.Text))),
        .. file.Nodes<PropertyDeclarationSyntax>().Where(property => LockTypes.Contains(property.Type.ToString())).Select(property => Name(property, property.Identifier.Text)),
        .. file.Nodes<LockStatementSyntax>().Select(statement => statement.Expression).Where(IsField).Select(field => Name(field, field.ToString())),
        .. file.Nodes<InvocationExpressionSyntax>().Where(call => call.Expression.ToString() is "Volatile.Write" || call.Expression.ToString().StartsWith("Interlocked.", StringComparison.Ordinal))
            .Select(call => call.ArgumentList.Arguments[0].Expression is ElementAccessExpressionSyntax element ? element.Expression : call.ArgumentList.Arguments[0].Expression)
            .Where(IsField).Select(field => Name(field, field.ToString())),
    ];

    private static bool IsField(ExpressionSyntax expression) => expression is IdentifierNameSyntax { Identifier.Text: ['_', ..] };

    private static string Name(SyntaxNode member, string name) => $"{member.Ancestors().OfType<TypeDeclarationSyntax>().First().Identifier.Text}.{name}";

    // A row's first column: of the order it is the lock that is held.
    private static IEnumerable<string> InRows(string law) => law.Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .SelectMany(line => Quoted().Matches(line.Split('|')[1]))
        .Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
