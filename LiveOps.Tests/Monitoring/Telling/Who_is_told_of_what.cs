using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring.Telling;

public sealed partial class Who_is_told_of_what
{
    [Fact]
    public async Task Alertmanager_takes_the_file_and_its_templates()
    {
        using var folder = new TempFolder();
        System.IO.File.Copy(Path.Combine(AlertmanagerFile.Folder, "liveops.tmpl"), folder.File("liveops.tmpl"));
        string text = await System.IO.File.ReadAllTextAsync(AlertmanagerFile.File, TestContext.Current.CancellationToken);
        await System.IO.File.WriteAllTextAsync(folder.File("alertmanager.yml"), text.Replace("/etc/alertmanager", folder.Path, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        (int exitCode, string output) = await AlertmanagerFile.AmtoolAsync("check-config", folder.File("alertmanager.yml"));

        Assert.True(exitCode == 0, output);
        Assert.Contains("1 templates", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("here", "liveops", "It is down (here, liveops)")]
    [InlineData("here", "", "It is down (here)")]
    [InlineData("", "liveops", "It is down (liveops)")]
    [InlineData("", "", "It is down")]
    public async Task A_message_says_where_by_what_is_known_of_it(string clusterName, string namespaceName, string said)
    {
        using var folder = new TempFolder();
        var labels = new JsonObject();
        if (clusterName.Length > 0)
            labels["cluster"] = clusterName;
        if (namespaceName.Length > 0)
            labels["namespace"] = namespaceName;
        var alert = new JsonObject { ["status"] = "firing", ["labels"] = labels, ["annotations"] = new JsonObject { ["summary"] = "It is down" } };
        await System.IO.File.WriteAllTextAsync(folder.File("data.json"), new JsonObject { ["alerts"] = new JsonArray(alert) }.ToJsonString(), TestContext.Current.CancellationToken);

        (int exitCode, string output) = await AlertmanagerFile.AmtoolAsync(
            "template", "render", "--template.glob=" + Path.Combine(AlertmanagerFile.Folder, "liveops.tmpl"), "--template.data=" + folder.File("data.json"), "--template.text={{ template \"liveops.text\" . }}");

        Assert.True(exitCode == 0, output);
        Assert.Equal(said, output.Split('\n')[0]);
    }

    [Theory]
    [InlineData("critical", "on-call")]
    [InlineData("warning", "day")]
    public async Task Severity_says_who(string severity, string receiver)
    {
        (int exitCode, string output) = await AlertmanagerFile.AmtoolAsync("config", "routes", "test", "--config.file=" + AlertmanagerFile.File, "severity=" + severity);

        Assert.Equal((0, receiver), (exitCode, output.Split('\n')[0])); // then a warning, that the file is one
    }

    [Fact]
    public void What_silences_and_what_is_silenced_are_alerts_that_there_are()
    {
        HashSet<string> alerts = [.. RuleFiles.Names.SelectMany(RuleFiles.Alerts).Select(alert => (string)alert["alert"]!)];
        JsonNode[] rules = [.. AlertmanagerFile.Read()["inhibit_rules"].Items()];

        Assert.NotEmpty(rules);
        Assert.All(rules, rule =>
        {
            string[] sources = Named(rule["source_matchers"]), targets = Named(rule["target_matchers"]);
            Assert.NotEmpty(sources);
            Assert.NotEmpty(targets);
            Assert.Empty(sources.Concat(targets).Except(alerts));
            Assert.Empty(sources.Intersect(targets)); // else two could silence each other
        });
    }

    [Fact]
    public void No_alert_silences_another_that_silences_it()
    {
        (string Source, string Target)[] pairs = [.. AlertmanagerFile.Read()["inhibit_rules"].Items().SelectMany(rule => Named(rule["source_matchers"]).SelectMany(source => Named(rule["target_matchers"]).Select(target => (source, target))))];

        Assert.DoesNotContain(pairs, pair => pairs.Contains((pair.Target, pair.Source)));
    }

    [Fact]
    public void Nothing_is_silenced_by_what_happens_in_another_region_or_environment() =>
        Assert.All(AlertmanagerFile.Read()["inhibit_rules"].Items(), rule => Assert.Equal(["cluster", "namespace"], rule["equal"].Items().Take(2).Select(label => (string)label!)));

    [Fact]
    public void What_says_that_cheats_pass_or_that_nothing_is_known_is_never_silenced()
    {
        HashSet<string> silenced = [.. AlertmanagerFile.Read()["inhibit_rules"].Items().SelectMany(rule => Named(rule["target_matchers"]))];

        Assert.Empty(silenced.Intersect(["FairnessFailOpen", "GatewayAbsent", "FairnessAbsent", "LeaderboardAbsent", "ProgressionAbsent", "ServiceDown", "RanksDamaged", "MigrationFailed"]));
    }

    [Fact]
    public void No_secret_stands_in_it_and_mail_is_sent_in_secret()
    {
        JsonObject read = AlertmanagerFile.Read();
        string text = System.IO.File.ReadAllText(AlertmanagerFile.File);

        Assert.DoesNotMatch("(?m)^\\s*-?\\s*(api_url|smtp_auth_password|auth_password|slack_api_url|password|credentials):", text);
        Assert.All(SecretFile().Matches(text), file => Assert.StartsWith("/etc/alertmanager/secrets/", file.Groups[1].Value, StringComparison.Ordinal));
        Assert.Equal(3, SecretFile().Count(text));
        Assert.True((bool)read.At("global smtp_require_tls")!);
    }

    // The names that a rule's matchers on alertname allow.
    private static string[] Named(JsonNode? matchers) =>
        [.. matchers.Items().Select(matcher => AlertName().Match((string)matcher!)).Where(match => match.Success).SelectMany(match => match.Groups[1].Value.Split('|'))];

    [GeneratedRegex("^alertname=~?\"([A-Za-z0-9|]+)\"$")]
    private static partial Regex AlertName();

    [GeneratedRegex("_file: (\\S+)")]
    private static partial Regex SecretFile();
}
