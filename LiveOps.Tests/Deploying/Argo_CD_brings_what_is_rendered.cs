using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>Argo CD brings each rendered file to where it belongs, and may bring nothing else.</summary>
public sealed class Argo_CD_brings_what_is_rendered
{
    private static readonly IReadOnlyList<JsonObject> Projects = YamlTree.ParseAll(File.ReadAllText(Path.Combine(Deploy.Folder, "argocd", "projects.yaml")));

    [Fact]
    public void Every_file_is_brought_to_the_namespace_of_its_objects()
    {
        Assert.Distinct(Delivery.All.Select(delivery => delivery.Name));
        Assert.Equal(
            Deploy.Renderings.Select(name => $"deploy/rendered/{name}.yaml").Order(StringComparer.Ordinal),
            Delivery.All.Select(delivery => delivery.File).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Delivery.All, delivery => Assert.All(
            delivery.Objects.Where(found => found.At("metadata namespace") is not null), found => Assert.Equal(delivery.Namespace, (string)found.At("metadata namespace")!)));
        // Where services go there is a namespace for them and what every cluster has.
        foreach (Delivery services in Delivery.All.Where(delivery => delivery.Set.Name() == "liveops"))
        {
            IEnumerable<JsonObject> there = Delivery.All.Where(delivery => delivery.Set.Name() == "liveops-platform" && delivery.Cluster == services.Cluster).SelectMany(delivery => delivery.Objects);
            Assert.Single(there, found => found.IsOf("Namespace", services.Namespace));
            Assert.Single(there, found => found.IsOf("PriorityClass", "liveops-service"));
        }
    }

    [Fact]
    public void No_object_of_two_files_has_one_name_in_a_cluster()
    {
        foreach (IGrouping<string, Delivery> cluster in Delivery.All.GroupBy(delivery => delivery.Cluster))
            Assert.Distinct(cluster.SelectMany(delivery => delivery.Objects).Select(found => $"{found.Kind()} {(string?)found.At("metadata namespace")}/{found.Name()}"));
    }

    [Fact]
    public async Task A_project_allows_the_kinds_and_places_that_are_rendered_and_no_other()
    {
        JsonObject[] chosen = [.. (await Task.WhenAll(Variant.All.Select(variant => variant.ObjectsAsync()))).SelectMany(objects => objects)]; // what an environment may be that uses components
        foreach (IGrouping<string, Delivery> set in Delivery.All.GroupBy(delivery => (string)delivery.Set.At("spec template spec project")!))
        {
            JsonNode project = Assert.Single(Projects, found => found.IsOf("AppProject", set.Key))["spec"]!;
            ILookup<bool, string> kinds = set.SelectMany(delivery => delivery.Objects).Concat(set.Key == "liveops" ? chosen : []).Select(found => (IsNamespaced: found.At("metadata namespace") is not null, Kind: $"{Group(found)}/{found.Kind()}"))
                .Distinct().OrderBy(kind => kind.Kind, StringComparer.Ordinal).ToLookup(kind => kind.IsNamespaced, kind => kind.Kind);

            Assert.Equal(kinds[true], Kinds(project["namespaceResourceWhitelist"]));
            Assert.Equal(kinds[false], Kinds(project["clusterResourceWhitelist"]));
            Assert.Equal(
                set.Select(delivery => $"{delivery.Cluster}/{delivery.Namespace}").Distinct().Order(StringComparer.Ordinal),
                project["destinations"].Items().Select(place => $"{(string)place["name"]!}/{(string)place["namespace"]!}").Order(StringComparer.Ordinal));
            Assert.Equal(Assert.Single(project["sourceRepos"].Items()).ToJsonString(), set.First().Set.At("spec template spec source repoURL")!.ToJsonString());
        }
    }

    [Fact]
    public void Production_is_at_a_commit_and_the_others_follow_the_branch()
    {
        foreach (Delivery delivery in Delivery.All)
            Assert.Matches(delivery.Cluster.StartsWith("liveops-prod-", StringComparison.Ordinal) ? "^[0-9a-f]{40}$" : "^main$", delivery.Revision);
    }

    [Fact]
    public void What_is_not_in_Git_is_removed_and_what_is_changed_by_hand_is_healed_but_for_how_many_pods_there_are()
    {
        foreach (JsonObject set in Delivery.All.Select(delivery => delivery.Set).Distinct())
        {
            Assert.Equal("""{"prune":true,"selfHeal":true}""", set.At("spec template spec syncPolicy automated")!.ToJsonString());
            Assert.True((bool)set.At("spec syncPolicy preserveResourcesOnDeletion")!);
        }

        JsonObject services = Deploy.Document("argocd", "services.yaml");
        Assert.Equal(
            [
                """{"group":"apps","kind":"Deployment","jsonPointers":["/spec/replicas"]}""",
                """{"group":"argoproj.io","kind":"Rollout","jsonPointers":["/spec/replicas"]}""",
                """{"group":"gateway.networking.k8s.io","kind":"HTTPRoute","jqPathExpressions":[".spec.rules[].backendRefs[].weight"]}""",
            ],
            services.At("spec template spec ignoreDifferences").Items().Select(ignored => ignored.ToJsonString()));
        Assert.Contains("RespectIgnoreDifferences=true", services.At("spec template spec syncPolicy syncOptions").Items().Select(option => (string)option!));
    }

    [Fact]
    public void Projects_come_first_then_the_platform_then_the_services()
    {
        int Wave(JsonObject found) => int.Parse((string)found.At("metadata annotations argocd.argoproj.io/sync-wave")!, CultureInfo.InvariantCulture);

        Assert.True(Projects.Max(Wave) < Wave(Deploy.Document("argocd", "platform.yaml")));
        Assert.True(Wave(Deploy.Document("argocd", "platform.yaml")) < Wave(Deploy.Document("argocd", "services.yaml")));
    }

    [Fact]
    public void Owners_of_custom_kinds_come_between_at_a_version_to_every_cluster_and_nobody_else_brings_kinds()
    {
        JsonObject set = Assert.Single(Deploy.ArgoCD, found => found.IsOf("ApplicationSet", "liveops-owners")), project = Assert.Single(Deploy.ArgoCD, found => found.IsOf("AppProject", "liveops-owners"));
        JsonNode[] lists = [.. Assert.Single(set.At("spec generators").Items()).At("matrix generators").Items().Select(list => list.At("list elements")!)];
        int wave = int.Parse((string)set.At("metadata annotations argocd.argoproj.io/sync-wave")!, CultureInfo.InvariantCulture);

        Assert.InRange(wave, -19, -1);
        Assert.Equal(Delivery.All.Select(delivery => delivery.Cluster).Distinct().Order(StringComparer.Ordinal), lists[0].Items().Select(element => (string)element["cluster"]!));
        Assert.All(lists[1].Items(), element => Assert.Matches(@"^v?\d+\.\d+\.\d+$", (string)element["version"]!));
        Assert.Equal(project.At("spec sourceRepos").Items().Select(source => (string)source!), lists[1].Items().Select(element => (string)element["repository"]!));
        Assert.Equal(
            from cluster in lists[0].Items() from chart in lists[1].Items() select $"{cluster["cluster"]}/{chart["chart"]}",
            project.At("spec destinations").Items().Select(place => $"{place["name"]}/{place["namespace"]}"));
        Assert.All(lists[1].Items(), element => Assert.Single(YamlTree.ParseAll((string)element["values"]!)));
        Assert.DoesNotContain(Projects, other => other.At("spec clusterResourceWhitelist").Items().Any(kind => (string)kind["kind"]! is "CustomResourceDefinition" or "ClusterRole" or "*"));
    }

    [Fact]
    public void Groups_of_a_project_are_those_of_the_environment_and_may_do_no_more_than_sync_but_for_break_glass()
    {
        foreach (JsonNode role in Projects.SelectMany(project => project.At("spec roles").Items()))
        {
            string name = (string)role["name"]!, environment = name[(name.LastIndexOf('-') + 1)..], kind = name[..name.LastIndexOf('-')];
            Assert.Equal(Deploy.Document("platform", environment, "groups.yaml")["data"].Texts()[kind == "deployer" ? "deployers" : kind], (string)Assert.Single(role["groups"].Items())!);
            string[][] policies = [.. role["policies"].Items().Select(policy => ((string)policy!).Split(", "))];
            string applications = environment == "production" ? "liveops/liveops-prod-*" : $"liveops/liveops-{environment}";
            Assert.All(policies, policy => Assert.Equal($"p, proj:liveops:{name}, applications, {policy[3]}, {applications}, allow", string.Join(", ", policy)));
            string[] may = kind == "deployer" ? ["get", "sync"] : ["get", "sync", "update"];
            Assert.Equal(may, policies.Select(policy => policy[3]));
        }
    }

    [Fact]
    public void Slack_hears_of_it_by_triggers_that_are_there()
    {
        Dictionary<string, string> settings = Deploy.Document("argocd", "notifications.yaml")["data"].Texts();

        foreach (string subscription in Delivery.All.Select(delivery => delivery.Set).Distinct().SelectMany(set => set.At("spec template metadata annotations").Texts().Keys))
        {
            string[] parts = subscription.Split('.');
            Assert.Equal(("notifications", "argoproj", "io/subscribe", "slack"), (parts[0], parts[1], parts[2], parts[4]));
            JsonNode trigger = Assert.Single(Assert.Single(YamlTree.ParseAll("on:\n" + settings["trigger." + parts[3]]))["on"].Items());
            Assert.All(trigger["send"].Items(), template => Assert.Contains("template." + (string)template!, settings));
        }

        // What a message takes from the context stands there: a name that is not there is written as none.
        Dictionary<string, string> context = Assert.Single(YamlTree.ParseAll(settings["context"])).Texts();
        string[] taken = [.. settings.Where(setting => setting.Key.StartsWith("template.", StringComparison.Ordinal)).SelectMany(setting => Regex.Matches(setting.Value, @"\.context\.(\w+)")).Select(found => found.Groups[1].Value)];
        Assert.NotEmpty(taken);
        Assert.All(taken, name => Assert.StartsWith("https://", context[name], StringComparison.Ordinal));
        Assert.Equal("$slack-token", (string)Assert.Single(YamlTree.ParseAll(settings["service.slack"]))["token"]!); // in a Secret, and in no Git
    }

    [Fact]
    public void The_root_allows_the_kinds_of_its_own_folder_and_no_other()
    {
        JsonObject project = Assert.Single(Deploy.ArgoCD, found => found.IsOf("AppProject", "liveops-root")), root = Assert.Single(Deploy.ArgoCD, found => found.IsOf("Application", "liveops-root"));

        Assert.Equal(Deploy.ArgoCD.Select(found => $"{Group(found)}/{found.Kind()}").Distinct().Order(StringComparer.Ordinal), Kinds(project.At("spec namespaceResourceWhitelist")));
        Assert.Empty(project.At("spec clusterResourceWhitelist").Items());
        Assert.All(Deploy.ArgoCD, found => Assert.Equal("argocd", (string)found.At("metadata namespace")!));
        Assert.Equal("deploy/argocd", (string)root.At("spec source path")!);
        Assert.DoesNotContain(Deploy.ArgoCD, found => (string?)found.At("spec project") == "default" || (string?)found.At("spec template spec project") == "default");
    }

    private static string Group(JsonObject found) => ((string)found["apiVersion"]!).Split('/') is [string group, _] ? group : "";

    private static IEnumerable<string> Kinds(JsonNode? list) => list.Items().Select(kind => $"{(string)kind["group"]!}/{(string)kind["kind"]!}").Order(StringComparer.Ordinal);
}
