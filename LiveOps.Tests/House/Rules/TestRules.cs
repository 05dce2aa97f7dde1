using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiveOps.Tests.House.Rules;

/// <summary>What tests are like.</summary>
internal static partial class TestRules
{
    private const string Tests = "LiveOps.Tests";

    // What takes its time on purpose: a server that is slow, and handing the processor to others.
    private static readonly string[] Slow =
    [
        "LiveOps.Tests/Bench/The_load_generator.cs",
        "LiveOps.Tests/ServiceDefaults/Bus/ServiceBus/Moving.cs",
        "LiveOps.Tests/ServiceDefaults/Bus/ServiceBusBroker/BrokerWorld.cs",
    ];

    private static readonly string[] Marks = ["Fact", "Theory"];

    public static readonly HouseRule[] All =
    [
        new(
            "A test's name is a sentence, in words with underscores between them.",
            "A run's output is then the list of what the system promises, and a failure says which promise is broken.",
            ("LiveOps.Tests/Core/Ids/Ids.cs", "namespace LiveOps.Tests.Core.Ids;\npublic sealed class Ids_of_events\n{\n    [Fact]\n    public void TestIds()\n    {\n    }\n}\n"),
            Names),
        new(
            "A class of tests is named in words, too: what it is about.",
            "There is one way to name tests.",
            ("LiveOps.Tests/Core/Ids/IdTests.cs", "namespace LiveOps.Tests.Core.Ids;\npublic sealed class IdTests\n{\n    [Fact]\n    public void An_id_is_itself()\n    {\n    }\n}\n"),
            ClassNames),
        new(
            "No test sleeps: it polls for what must come, in a loop.",
            "A pause that is long enough on one machine is too short on the next, and too long everywhere.",
            ("LiveOps.Tests/Core/Ids/Sleepy.cs", "namespace LiveOps.Tests.Core.Ids;\ninternal static class Sleepy\n{\n    public static Task RestAsync() => Task.Delay(100);\n}\n"),
            Sleeps),
    ];

    private static IEnumerable<Breach> Names(CodeFile file) => TestMethods(file)
        .Where(method => !Sentence().IsMatch(method.Identifier.Text))
        .Select(method => file.At(method, method.Identifier.Text));

    private static IEnumerable<Breach> ClassNames(CodeFile file) => file.Nodes<ClassDeclarationSyntax>()
        .Where(type => type.Identifier.Text.EndsWith("Tests", StringComparison.Ordinal) || type.Identifier.Text.EndsWith("Test", StringComparison.Ordinal))
        .Where(type => type.DescendantNodes().OfType<MethodDeclarationSyntax>().Any(IsTest))
        .Select(type => file.At(type, type.Identifier.Text));

    private static IEnumerable<Breach> Sleeps(CodeFile file) => file.Project != Tests || Slow.Contains(file.Path) ? [] : file.Nodes<InvocationExpressionSyntax>()
        .Where(call => IsThreadSleep(call) || (IsDelay(call) && !IsInLoop(call)))
        .Select(call => file.At(call, call.ToString()));

    private static bool IsThreadSleep(InvocationExpressionSyntax call) => call.Expression.ToString() is "Thread.Sleep" or "System.Threading.Thread.Sleep";

    // By another clock it takes no time; for ever, it is a wait for the token.
    private static bool IsDelay(InvocationExpressionSyntax call) => call.Expression.ToString() == "Task.Delay"
        && !call.ArgumentList.Arguments.Any(argument => argument.ToString().Contains("clock", StringComparison.OrdinalIgnoreCase) || argument.ToString() == "Timeout.Infinite");

    private static bool IsInLoop(SyntaxNode node) => node.Ancestors()
        .TakeWhile(ancestor => ancestor is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or LambdaExpressionSyntax))
        .Any(ancestor => ancestor is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax);

    private static IEnumerable<MethodDeclarationSyntax> TestMethods(CodeFile file) => file.Nodes<MethodDeclarationSyntax>().Where(IsTest);

    private static bool IsTest(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => Marks.Contains(attribute.Name.ToString()));

    [GeneratedRegex("^[A-Z0-9][A-Za-z0-9]*(_[A-Za-z0-9]+)+$")]
    private static partial Regex Sentence();
}
