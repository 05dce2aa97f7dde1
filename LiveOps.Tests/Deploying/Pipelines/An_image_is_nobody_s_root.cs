using System.Text.Json.Nodes;
using LiveOps.Tests.Contract;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Pipelines;

/// <summary>The Dockerfile of all services, as its parser reads it (npm's <c>dockerfile-ast</c>).</summary>
public sealed class An_image_is_nobody_s_root
{
    private static readonly string File = Path.Combine(Deploy.Folder, "images", "Dockerfile");

    [Fact]
    public async Task It_has_no_shell_names_its_user_by_number_and_says_where_it_comes_from()
    {
        JsonNode[] stages = [.. (await ReadAsync()).AsArray().Select(stage => stage!)], last = [.. stages[^1]["instructions"].Items()];

        Assert.Equal(["build", "service"], stages.Select(stage => (string)stage["name"]!));
        Assert.All(stages, stage => Assert.Matches(@"^mcr\.microsoft\.com/dotnet/(sdk|aspnet):10\.0-noble(-chiseled-extra)?$", (string)stage["image"]!));
        Assert.EndsWith("-chiseled-extra", (string)stages[^1]["image"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("RUN", last.Select(Keyword)); // there is no shell that could
        Assert.Equal("1654:1654", Arguments(last, "USER"));
        Assert.Equal("""["/app/service"]""", Arguments(last, "ENTRYPOINT"));
        Assert.Equal("8080", Arguments(last, "EXPOSE"));
        Assert.Equal("/app .", Arguments(last, "COPY"));
        string labels = Arguments(last, "LABEL");
        foreach (string label in new[] { "title", "description", "source", "licenses", "version", "revision" })
            Assert.Contains($"org.opencontainers.image.{label}=\"", labels, StringComparison.Ordinal);
        Assert.DoesNotContain(stages.SelectMany(stage => stage["instructions"].Items()), one => Keyword(one) is "ADD" or "HEALTHCHECK" or "VOLUME" or "MAINTAINER");
        Assert.DoesNotMatch("(?i)(secret|password|token)", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));

        // As the manifests have it run.
        Assert.All(Deploy.Base.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob"), found => Assert.Equal(1654, (int)found.Pod().At("spec securityContext runAsUser")!));
    }

    [Fact]
    public void What_is_built_sees_no_tests_and_nothing_of_a_machine()
    {
        string[] ignored = System.IO.File.ReadAllLines(File + ".dockerignore");

        foreach (string folder in new[] { "**/bin", "**/obj", "**/.git", "artifacts", "deploy", "LiveOps.Tests" })
            Assert.Contains(folder, ignored);
    }

    private static string Keyword(JsonNode instruction) => (string)instruction["keyword"]!;

    private static string Arguments(JsonNode[] instructions, string keyword) => (string)Assert.Single(instructions, one => Keyword(one) == keyword)["arguments"]!;

    private static async Task<JsonNode> ReadAsync()
    {
        (int exitCode, string said) = await NodeProgram.RunAsync(KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "dockerfile.js"), [], File);
        Assert.True(exitCode == 0, said);
        return JsonNode.Parse(said)!;
    }
}
