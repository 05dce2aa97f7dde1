using LiveOps.Tests.House;

namespace LiveOps.Tests.Monitoring;

public sealed class Rules_are_sound
{
    [Fact]
    public async Task Prometheus_takes_every_file_and_finds_nothing_twice()
    {
        (int exitCode, string output) = await Promtool.RunAsync(RuleFiles.Folder, ["check", "rules", .. RuleFiles.Names.Select(name => name + ".yml")]);

        AssertSaidNothingBad(exitCode, output);
        Assert.Equal(RuleFiles.Names.Count, output.Split("SUCCESS").Length - 1);
    }

    [Fact]
    public async Task Every_file_passes_its_unit_tests()
    {
        (int exitCode, string output) = await Promtool.RunAsync(RuleFiles.Folder, ["test", "rules", .. RuleFiles.Names.Select(name => name + ".test.yml")]);

        AssertSaidNothingBad(exitCode, output);
        Assert.Equal(RuleFiles.Names.Count, output.Split("SUCCESS").Length - 1);
    }

    [Fact]
    public async Task A_rule_that_is_not_what_its_tests_say_fails_them()
    {
        using var folder = new TempFolder();
        foreach (string file in new[] { "gateway.yml", "gateway.test.yml" })
            File.Copy(Path.Combine(RuleFiles.Folder, file), folder.File(file));
        string rules = await File.ReadAllTextAsync(folder.File("gateway.yml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.File("gateway.yml"), rules.Replace("p95_5m > 0.5 ", "p95_5m > 5 ", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        (int exitCode, string output) = await Promtool.RunAsync(folder.Path, "test", "rules", "gateway.test.yml");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("GatewayP95High", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_of_tests_is_of_the_rules_beside_it()
    {
        string[] tests = [.. Directory.GetFiles(RuleFiles.Folder, "*.test.yml").Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

        Assert.Equal(["bus", "fairness", "gateway", "leaderboard", "on-premises-mysql", "platform", "platform-expiry", "progression", "stores"], RuleFiles.Names);
        Assert.Equal(RuleFiles.Names.Select(name => name + ".test.yml").Order(StringComparer.Ordinal), tests);
    }

    [Fact]
    public void Groups_are_tested_in_their_order_and_not_in_any() => Assert.All(RuleFiles.Names, name =>
    {
        (string[] rules, string[] tests) = RuleFiles.Groups(name);
        Assert.Equal(rules, tests);
    });

    // promtool does not look at a group's own interval: it takes the tests' for all of them, and an alert fires there when it cannot on a server.
    [Fact]
    public void Tests_evaluate_every_group_as_often_as_Prometheus_does() => Assert.All(RuleFiles.Names, name =>
        Assert.Equal(RuleFiles.TestedEvery(name), Assert.Single(RuleFiles.GroupsOf(name).Select(RuleFiles.EvaluatedEvery).Distinct())));

    [Fact]
    public void What_a_group_does_not_say_is_a_minute_in_Azure_as_it_is_of_Prometheus()
    {
        Assert.Contains($"group.?interval ?? '{RuleFiles.Often}'", File.ReadAllText(Infra("bicep", "monitoring.bicep")), StringComparison.Ordinal);
        Assert.Contains($"try(each.value.interval, \"{RuleFiles.Often}\")", File.ReadAllText(Infra("terraform", "monitoring", "main.tf")), StringComparison.Ordinal);

        static string Infra(string kind, params string[] file) => Path.Combine([Repository.Root, "deploy", "infra", kind, "modules", .. file]);
    }

    private static void AssertSaidNothingBad(int exitCode, string output)
    {
        Assert.True(exitCode == 0, output);
        foreach (string bad in new[] { "FAILED", "duplicate", "no file match", "WARNING" })
            Assert.DoesNotContain(bad, output, StringComparison.OrdinalIgnoreCase);
    }
}
