using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiveOps.Tests.House.Rules;

/// <summary>Who may know which package.</summary>
internal static class DependencyRules
{
    private static readonly string[] Nowhere = [];

    // By the beginning of a namespace: the folders that may know it.
    private static readonly (string Package, string[] Folders)[] Known =
    [
        ("MySqlConnector", ["LiveOps.ServiceDefaults/Sql", "LiveOps.LocalServers/Sql", "LiveOps.Tests"]),
        ("Npgsql", ["LiveOps.ServiceDefaults/Sql", "LiveOps.LocalServers/Sql", "LiveOps.Tests"]),
        ("Azure", ["LiveOps.ServiceDefaults/Bus/ServiceBus", "LiveOps.ServiceDefaults/Exports/Targets", "LiveOps.ServiceDefaults/Secrets", "LiveOps.ServiceDefaults/Telemetry", "LiveOps.AppHost", "LiveOps.Tests"]),
        ("Amazon", ["LiveOps.ServiceDefaults/Bus/Sqs", "LiveOps.Tests"]),
        ("Aspire", ["LiveOps.AppHost", "LiveOps.Tests"]),
        ("Newtonsoft", Nowhere),
        ("Moq", Nowhere),
        ("NSubstitute", Nowhere),
        ("FakeItEasy", Nowhere),
    ];

    // Packages that a project as a whole must do without.
    private static readonly (string Project, string[] Packages)[] Without =
    [
        ("LiveOps.Core", ["Microsoft.EntityFrameworkCore", "StackExchange.Redis", "Prometheus"]),
        ("LiveOps.Fairness", ["Microsoft.EntityFrameworkCore"]),
    ];

    public static readonly HouseRule[] All =
    [
        new(
            "Drivers, clouds and mocks are known where they belong.",
            "A driver behind one room can be changed for another; a service that knows none runs in one process and in a cluster alike. Mocks are nowhere: the real part runs in tests.",
            ("LiveOps.Progression/Rules/Query.cs", "using MySqlConnector;\n\nnamespace LiveOps.Progression.Rules;\n"),
            file => Strangers(file, package => Known.Where(rule => Begins(package, rule.Package)).Any(rule => !rule.Folders.Any(folder => file.Path.StartsWith(folder + "/", StringComparison.Ordinal))))),
        new(
            "Core knows no database, no Redis and no metrics; Fairness knows no SQL.",
            "Core is what everybody agrees on, wherever it is kept. What a service does without, nobody need run for it.",
            ("LiveOps.Core/Events/Row.cs", "using Microsoft.EntityFrameworkCore;\n\nnamespace LiveOps.Core.Events;\n"),
            file => Strangers(file, package => Without.Any(rule => rule.Project == file.Project && rule.Packages.Any(one => Begins(package, one))))),
    ];

    private static IEnumerable<Breach> Strangers(CodeFile file, Func<string, bool> isStrange) => file.Nodes<UsingDirectiveSyntax>()
        .Where(line => line.NamespaceOrType is NameSyntax name && isStrange(name.ToString()))
        .Select(line => file.At(line, line.ToString()));

    private static bool Begins(string name, string with) => name == with || name.StartsWith(with + ".", StringComparison.Ordinal);
}
