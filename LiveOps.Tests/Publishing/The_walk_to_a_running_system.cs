using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.AppHost.Aks.Files;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Publishing;

/// <summary>
/// The steps of docs/deploy.md, run as they stand there. Nothing of Azure is there: az, kubectl, helm and dotnet write down what they are told, and
/// answer what is asked with something.
/// </summary>
public sealed partial class The_walk_to_a_running_system : IAsyncLifetime
{
    private const string StandIns = """
        set -euo pipefail
        told() { printf '%s\n' "$*" >> told; }
        az() {
          told az "$@"
          case "$*" in
            *"acr repository show"*) echo sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc ;;
            *"identity show"*clientId*) echo 22222222-2222-2222-2222-222222222222 ;;
            *"account show"*) echo 33333333-3333-3333-3333-333333333333 ;;
            *--query*) echo "/of/$1" ;;
          esac
        }
        kubectl() { told kubectl "$@"; [ "$*" != "apply -f -" ] || cat > applied.yaml; }
        helm() { told helm "$@"; }
        dotnet() { told dotnet "$@"; }

        """;

    private readonly TempFolder _folder = new();
    private string[] _told = [];
    private JsonNode _model = new JsonObject();

    public async ValueTask InitializeAsync()
    {
        PublishedFiles files = await Published.FilesAsync();
        OutputFolder.Write(_folder.File("aspire-manifest"), files.All);
        _model = JsonNode.Parse(files.Text("model.json"))!;
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "deploy.md"));
        string[] steps = [.. Step().Matches(page).Where(step => step.Groups["number"].Value != "13").Select(step => step.Groups["commands"].Value)];
        Assert.Equal(12, steps.Length);
        await File.WriteAllTextAsync(_folder.File("walk.sh"), StandIns + string.Join('\n', steps));

        using Process walk = Process.Start(new ProcessStartInfo("bash", ["walk.sh"]) { WorkingDirectory = _folder.Path, RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = walk.StandardOutput.ReadToEndAsync(), errors = walk.StandardError.ReadToEndAsync();
        await walk.WaitForExitAsync();
        Assert.True(walk.ExitCode == 0, await output + await errors);
        _told = await File.ReadAllLinesAsync(_folder.File("told"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Makes_every_pool_topic_secret_identity_role_and_image_of_the_model()
    {
        foreach (JsonNode pool in _model["pools"].Items())
            Told($"az aks nodepool add .* -n {pool["name"]} --node-vm-size {pool["nodes"]} .* --labels {pool["label"]} --node-taints {pool["taint"]}$");
        Told("az aks nodepool add .* -n general (?!.*--node-taints)"); // who names no pool
        Told("az aks create .* --enable-gateway-api --enable-app-routing-istio "); // the class of step 12's gateway
        foreach (JsonNode topic in _model["topics"].Items())
        {
            Told($"az servicebus topic create .* -n {topic["name"]} --enable-duplicate-detection true --duplicate-detection-history-time-window {topic["duplicateDetection"]}$");
            foreach (JsonNode subscription in topic["subscriptions"].Items())
                Told($"az servicebus topic subscription create .* --topic-name {topic["name"]} -n {subscription["name"]} --max-delivery-count {subscription["maxDeliveryCount"]} --lock-duration {subscription["lockDuration"]}$");
        }

        foreach (JsonNode secret in _model["secrets"].Items())
            Told($"az keyvault secret set .* -n {secret["name"]} --value [^ ]{{16,}}");
        foreach (JsonNode identity in _model["identities"].Items())
            Told($"az identity federated-credential create .* --subject system:serviceaccount:liveops:{identity["serviceAccount"]} ");
        Assert.Equal(_model["identities"].Items().Sum(identity => identity["roles"].Items().Count()), _told.Count(line => line.StartsWith("az role assignment create", StringComparison.Ordinal) && line.Contains("--assignee-object-id", StringComparison.Ordinal)));
        foreach (JsonNode workload in _model["workloads"].Items())
            Told($"dotnet publish {workload["project"]} .* -p:ContainerRepository={workload["image"]} ");
    }

    [Fact]
    public async Task Ends_in_values_that_the_chart_takes_and_that_leave_no_stand_in()
    {
        string rendered = await KubernetesTools.SaidAsync(KubernetesTools.HelmAsync("template", "liveops", _folder.File("aspire-manifest/chart"), "-f", _folder.File("installation.yaml")));

        Assert.DoesNotContain("not-set", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("00000000", rendered, StringComparison.Ordinal);
        Assert.Contains("liveopsdemo1.azurecr.io/liveops/progression@sha256:cccc", rendered, StringComparison.Ordinal);
        Told("helm upgrade --install liveops aspire-manifest/chart -n liveops -f installation.yaml ");
    }

    [Fact]
    public async Task Lets_players_in_to_what_is_public_and_to_nothing_else()
    {
        IReadOnlyList<JsonObject> applied = YamlTree.ParseAll(await File.ReadAllTextAsync(_folder.File("applied.yaml")));
        IEnumerable<string> reached = applied.Single(found => found.IsOf("HTTPRoute", "liveops")).At("spec rules").Items().SelectMany(rule => rule["backendRefs"].Items()).Select(to => $"{to["name"]}:{to["port"]}");

        Assert.Equal(
            _model["workloads"].Items().Where(workload => (bool)workload["isPublic"]!).Select(workload => $"{workload["name"]}:{workload.At("ports 0 number")}").Order(),
            reached.Distinct().Order());
        Assert.Equal("liveops https console console", string.Join(' ', applied.Where(found => found.Kind() == "HTTPRoute").Select(found => $"{found.Name()} {found.At("spec parentRefs 0 sectionName")}"))); // operators by a host of their own
        // By the same expressions as the overlays' component, of which another test holds that they are the contract.
        Assert.Equal(
            YamlTree.ParseAll(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "components", "gateway-api", "routes.yaml"), TestContext.Current.CancellationToken)).SelectMany(Ways).Order(StringComparer.Ordinal),
            applied.Where(found => found.Kind() == "HTTPRoute").SelectMany(Ways).Order(StringComparer.Ordinal));
        string entry = (string)applied.Single(found => found.Kind() == "Gateway").At("metadata namespace")!;
        Told($"kubectl label namespace {entry} {_model.At("namespaces entryLabel")}$");
    }

    private static IEnumerable<string> Ways(JsonObject route) => route.At("spec rules").Items().Select(rule => $"{rule.At("backendRefs 0 name")} {rule.At("matches 0 path type")} {rule.At("matches 0 path value")}");

    private void Told(string pattern) => Assert.Contains(_told, line => Regex.IsMatch(line, "^" + pattern));

    [GeneratedRegex(@"^\*\*(?<number>\d+)\. .*?^```sh\n(?<commands>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Step();
}
