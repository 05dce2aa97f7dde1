using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring;

/// <summary>Whoever is woken by an alert finds out what it means and what to do, and the alert was seen to come and not to come.</summary>
public sealed partial class Alerts_are_complete
{
    private const string Runbooks = "https://github.com/liveops-dev/liveops/blob/main/docs/runbooks/";

    public static TheoryData<string> Files => [.. RuleFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_alert_has_a_duration_a_severity_and_a_runbook_that_is_there(string file)
    {
        Assert.NotEmpty(RuleFiles.Alerts(file));
        Assert.All(RuleFiles.Alerts(file), alert =>
        {
            string name = (string)alert["alert"]!;
            Assert.True(Duration().IsMatch((string)alert["for"]! ?? ""), $"{name} has no for");
            Assert.Matches("^(critical|warning)$", (string?)alert.At("labels severity"));
            Assert.False(string.IsNullOrWhiteSpace((string?)alert.At("annotations summary")), name);
            Assert.False(string.IsNullOrWhiteSpace((string?)alert.At("annotations description")), name);
            string url = (string)alert.At("annotations runbook_url")!;
            Assert.StartsWith(Runbooks, url, StringComparison.Ordinal);
            string runbook = Path.Combine(Repository.Root, "docs", "runbooks", url[Runbooks.Length..]);
            Assert.True(File.Exists(runbook), $"{name}: {runbook} is not there");
            Assert.Contains(name, File.ReadAllText(runbook), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not(string file)
    {
        foreach (string name in RuleFiles.Alerts(file).Select(alert => (string)alert["alert"]!))
        {
            JsonNode[] checks = [.. RuleFiles.Cases(file).SelectMany(one => one["alert_rule_test"].Items()).Where(check => (string?)check["alertname"] == name)];
            Assert.True(checks.Any(check => check["exp_alerts"].Items().Any()), $"{name} is never seen to fire");
            Assert.True(checks.Any(check => !check["exp_alerts"].Items().Any()), $"{name} is never seen not to fire");
        }
    }

    [Fact]
    public void An_alert_on_what_is_absent_has_its_labels_from_the_rule()
    {
        JsonNode[] absent = [.. RuleFiles.Names.SelectMany(RuleFiles.Alerts).Where(alert => ((string)alert["expr"]!).Contains("absent_over_time(", StringComparison.Ordinal))];

        Assert.NotEmpty(absent);
        Assert.All(absent, alert => Assert.True(
            alert["labels"].Texts().ContainsKey("job") && !((string)alert.At("annotations description")!).Contains("$labels", StringComparison.Ordinal),
            $"{alert["alert"]} has only the labels that its expression happens to have"));
    }

    [Fact]
    public void Every_runbook_that_alerts_lead_to_says_what_to_look_at_what_to_do_and_whom_to_wake()
    {
        string[] runbooks = [.. RuleFiles.Names.SelectMany(RuleFiles.Alerts).Select(alert => ((string)alert.At("annotations runbook_url")!)[Runbooks.Length..]).Distinct()];

        Assert.All(runbooks, runbook =>
        {
            string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbooks", runbook));
            Assert.Contains("**Whom to wake.**", text, StringComparison.Ordinal);
            Assert.Contains("1. ", text, StringComparison.Ordinal);
        });
    }

    [GeneratedRegex("^[0-9]+[smhd]$")]
    private static partial Regex Duration();
}
