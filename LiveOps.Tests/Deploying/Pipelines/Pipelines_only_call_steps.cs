using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Contract;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Pipelines;

/// <summary>GitHub Actions, Azure Pipelines and Jenkins do the same: they call programs that also run on a laptop.</summary>
public sealed class Pipelines_only_call_steps
{
    private static readonly string Folder = Path.Combine(Deploy.Folder, "pipelines");
    private static readonly string Workflow = Path.Combine(Repository.Root, ".github", "workflows", "delivery.yml");

    private static readonly string[] Steps = ["build", "promote", "publish", "render", "scan", "test"];

    [Fact]
    public async Task The_workflow_is_one_by_actionlint_and_one_that_is_not_is_found()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("broken.yml"), (await File.ReadAllTextAsync(Workflow, TestContext.Current.CancellationToken)).Replace("matrix.part", "matrix.parts", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        (int exitCode, string said) = await NodeProgram.RunAsync(KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "workflow.js"), [], Workflow, folder.File("broken.yml"));

        Assert.Equal(1, exitCode);
        string only = Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith(folder.File("broken.yml"), only, StringComparison.Ordinal);
        Assert.Contains("\"parts\" is not defined", only, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_is_a_step_of_ours_and_every_step_is_called()
    {
        string[] github = [.. Jobs().SelectMany(job => job["steps"].Items()).Select(step => (string?)step["run"]).OfType<string>()];
        string azure = File.ReadAllText(Path.Combine(Folder, "azure-pipelines.yml"));
        string[] ofAzure = [.. Regex.Matches(azure, "^ *(?:- script|inlineScript): (.+)$", RegexOptions.Multiline).Select(found => found.Groups[1].Value)];
        string jenkins = File.ReadAllText(Path.Combine(Folder, "Jenkinsfile"));
        string[] ofJenkins = [.. Regex.Matches(jenkins, @"\bsh '([^']*)'").Select(found => found.Groups[1].Value)];

        foreach (string[] commands in new[] { github, ofAzure, ofJenkins })
        {
            Assert.All(commands, command => Assert.Matches(@"^deploy/pipelines/steps/[a-z]+( [\w./$(){}-]+| \$\{\{ matrix\.part \}\})*$", command));
            Assert.Equal(Steps, commands.Select(command => Regex.Match(command, "steps/([a-z]+)").Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
        }

        Assert.Equal(Regex.Count(jenkins, @"\b(sh|bat|powershell|script)\b *['({""]"), ofJenkins.Length); // nothing in another way
        Assert.DoesNotContain("bash:", azure, StringComparison.Ordinal);
        Assert.NotEmpty(YamlTree.ParseAll(azure));
    }

    [Fact]
    public void Every_job_has_an_end_of_its_own_and_packages_are_kept()
    {
        Assert.All(Jobs(), job => Assert.InRange((int)job["timeout-minutes"]!, 1, 60));
        JsonNode[] azure = [.. Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine(Folder, "azure-pipelines.yml"))))["stages"].Items().SelectMany(stage => stage["jobs"].Items())];
        Assert.All(azure, job => Assert.InRange((int)job["timeoutInMinutes"]!, 1, 60));
        string jenkins = File.ReadAllText(Path.Combine(Folder, "Jenkinsfile"));
        Assert.Equal(Regex.Count(jenkins, @"stage\('(?!\d|Rendered)"), Regex.Count(jenkins, "timeout\\(time: ") - 1);

        Assert.Contains(Jobs().SelectMany(job => job["steps"].Items()), step => ((string?)step["uses"])?.StartsWith("actions/cache@", StringComparison.Ordinal) == true);
        Assert.Contains(azure.SelectMany(job => job["steps"].Items()), step => (string?)step["task"] == "Cache@2");
    }

    [Fact]
    public void Whose_code_runs_is_said_by_commit_and_what_it_may_is_little()
    {
        string[] uses = [.. Jobs().SelectMany(job => job["steps"].Items()).Select(step => (string?)step["uses"]).OfType<string>()];

        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$", action));
        Assert.Contains(uses, action => action.StartsWith("aquasecurity/", StringComparison.Ordinal));
        Assert.Equal("""{"contents":"read"}""", Assert.Single(YamlTree.ParseAll(File.ReadAllText(Workflow)))["permissions"]!.ToJsonString());
        // A token of Azure where images are pushed, the right to push to Git where it is promoted: never both.
        Assert.Equal(
            ["""{"contents":"read","id-token":"write"}""", """{"contents":"write"}"""],
            Jobs().Select(job => job["permissions"]?.ToJsonString()).OfType<string>());
    }

    [Fact]
    public void What_no_image_is_made_of_starts_no_delivery()
    {
        string[] folders = ["deploy/argocd", "deploy/overlays", "deploy/rendered"];
        JsonNode azure = Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine(Folder, "azure-pipelines.yml"))))["trigger"]!, github = Assert.Single(YamlTree.ParseAll(File.ReadAllText(Workflow)))["on"]!["push"]!;
        Match jenkins = Regex.Match(File.ReadAllText(Path.Combine(Folder, "Jenkinsfile")), @"changeset pattern: '(\^\(\?![^']+)', comparator: 'REGEXP'");

        Assert.Equal(folders, azure.At("paths exclude").Items().Select(folder => (string)folder!));
        Assert.Equal(folders.Select(folder => folder + "/**"), github["paths-ignore"].Items().Select(folder => (string)folder!));
        Assert.All(folders, folder => Assert.DoesNotMatch(jenkins.Groups[1].Value, folder + "/one.yaml"));
        Assert.Matches(jenkins.Groups[1].Value, "LiveOps.Gateway/Program.cs");
        Assert.Matches(jenkins.Groups[1].Value, "deploy/pipelines/steps/build");
    }

    [Fact]
    public void No_step_touches_a_cluster()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Folder, "steps")))
        {
            string text = Regex.Replace(File.ReadAllText(file), "^ *#.*$", "", RegexOptions.Multiline);
            Assert.DoesNotMatch(@"\b(az aks|helm|(?<!deploy/)argocd|KUBECONFIG)\b", text);
            Assert.All(Regex.Matches(text, "kubectl\\}?\"? (\\w+)"), call => Assert.Equal("kustomize", call.Groups[1].Value));
        }
    }

    [Fact]
    public async Task Shellcheck_has_nothing_to_say_of_programs()
    {
        string shellcheck = ServerProgram.Find("shellcheck", "shellcheck");
        string[] programs = [.. Directory.EnumerateFiles(Path.Combine(Folder, "steps")).Where(file => !file.EndsWith(".sh", StringComparison.Ordinal)), .. Directory.EnumerateFiles(Path.Combine(Deploy.Folder, "recovery"))];

        Assert.Equal("", await ServerProgram.RunAsync(null, null, "sh", ["-c", "cd \"$0\" && \"$@\"", Repository.Root, shellcheck, "--external-sources", .. programs.Select(program => Path.GetRelativePath(Repository.Root, program))]));
        Assert.Equal("", await ServerProgram.RunAsync(null, null, "find", [.. programs, "!", "-executable"]));
    }

    private static IEnumerable<JsonNode> Jobs() => Assert.Single(YamlTree.ParseAll(File.ReadAllText(Workflow)))["jobs"]!.AsObject().Select(job => job.Value!);
}
