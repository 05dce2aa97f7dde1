using System.Text.RegularExpressions;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Deploying.Pipelines;

/// <summary>Building, scanning and publishing, with stand-ins for docker, Trivy, skopeo and az that write down what they are told.</summary>
public sealed class From_source_to_digests : IAsyncLifetime
{
    private GitOpsRepository _repository = null!;

    public async ValueTask InitializeAsync()
    {
        _repository = await GitOpsRepository.CreateAsync();
        await _repository.StandInAsync("docker", """
            echo docker "$@" >> "$TOLD"
            folder=.
            [ "$2" != inspect ] || exit 1 # there is no builder yet
            for argument; do case $argument in type=oci,*) folder=${argument##*dest=} ;; esac; done
            mkdir -p "$folder" && echo "{}" > "$folder/index.json"
            """);
        await _repository.StandInAsync("trivy", """
            echo trivy "$@" >> "$TOLD"
            case "$*" in *leaderboard*vuln*) [ ! -e "$CLONE/bad" ] ;; esac
            """);
        await _repository.StandInAsync("skopeo", """
            echo skopeo "$@" >> "$TOLD"
            [ "$1" = login ] && { [ "$(cat)" = a-token ]; exit; }
            while [ "$1" != --digestfile ]; do shift; done
            printf 'sha256:%064d' 7 > "$2"
            """);
        await _repository.StandInAsync("az", """
            echo az "$@" >> "$TOLD"
            echo a-token
            """);
    }

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_scanned_is_pushed_and_what_was_pushed_is_promoted()
    {
        foreach (string step in new[] { "build", "scan", "publish" })
            await DoAsync(step);
        await DoAsync("promote", "dev", "artifacts/images/digests");

        string[] told = await ToldAsync();
        Assert.Contains("docker buildx create --name liveops --driver docker-container", told); // the default one has neither SBOM nor layout
        foreach ((string name, string project) in new[] { ("console", "LiveOps.Console"), ("fairness", "LiveOps.Fairness"), ("gateway", "LiveOps.Gateway"), ("leaderboard", "LiveOps.Leaderboard"), ("progression", "LiveOps.Progression") })
        {
            Assert.Single(told, line => line.Contains($"--build-arg PROJECT={project} ", StringComparison.Ordinal) && line.StartsWith("docker buildx build --builder liveops ", StringComparison.Ordinal) && line.Contains("--sbom=true --provenance=mode=max", StringComparison.Ordinal) && line.EndsWith($"dest=artifacts/images/{name} .", StringComparison.Ordinal));
            Assert.Single(told, line => line == $"trivy --quiet image --input artifacts/images/{name} --scanners vuln,secret --severity HIGH,CRITICAL --exit-code 1 --ignorefile .trivyignore.yaml");
            Assert.Single(told, line => line.StartsWith($"skopeo copy --quiet --all --digestfile artifacts/images/{name}.digest oci:artifacts/images/{name} docker://test.azurecr.io/liveops/{name}:", StringComparison.Ordinal));
        }

        Assert.Contains("az acr login --name test --expose-token --query accessToken --output tsv", told);
        const string Config = "trivy --quiet config --severity HIGH,CRITICAL --exit-code 1 --ignorefile .trivyignore.yaml ";
        Assert.Contains(Config + "deploy/rendered", told);
        foreach (string environment in new[] { "dev", "prod" })
            Assert.Contains($"{Config}--tf-vars deploy/infra/terraform/env/{environment}.tfvars deploy/infra/terraform", told);
        Assert.Equal(5, (await _repository.FileAsync("deploy/overlays/dev/kustomization.yaml")).Split('\n').Count(line => line.Contains("digest: sha256:00000000", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_has_a_hole_is_not_published_nor_what_was_changed_after_its_scan()
    {
        await DoAsync("build");
        await File.WriteAllTextAsync(Path.Combine(_repository.Clone, "bad"), "", TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await _repository.StepAsync("scan")).ExitCode);
        (int exitCode, string said) = await _repository.StepAsync("publish");
        Assert.True(exitCode != 0 && said.Contains("leaderboard was not scanned as it is", StringComparison.Ordinal), said);
        Assert.False(File.Exists(Path.Combine(_repository.Clone, "artifacts/images/digests")));

        File.Delete(Path.Combine(_repository.Clone, "bad"));
        await DoAsync("scan");
        await File.WriteAllTextAsync(Path.Combine(_repository.Clone, "artifacts/images/gateway/index.json"), "another", TestContext.Current.CancellationToken);
        (exitCode, said) = await _repository.StepAsync("publish");
        Assert.True(exitCode != 0 && said.Contains("gateway was not scanned as it is", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task Where_no_Trivy_is_one_is_brought_whose_checksum_is_known_and_no_other()
    {
        string scan = Path.Combine(_repository.Clone, "deploy/pipelines/steps/scan"), text = await File.ReadAllTextAsync(scan, TestContext.Current.CancellationToken);
        Assert.Contains("version: v" + Regex.Match(text, @"/download/v([\d.]+)/trivy_\1_Linux").Groups[1].Value + "\n", await File.ReadAllTextAsync(Path.Combine(Repository.Root, ".github", "workflows", "delivery.yml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await File.WriteAllTextAsync(scan, text.Replace("command -v trivy", "false", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await _repository.StandInAsync("curl", """
            while [ "$1" != -o ]; do shift; done
            echo "another" > "$2"
            """);

        (int exitCode, string said) = await _repository.StepAsync("scan");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("FAILED", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_repository.Clone, "..", "told"))); // nothing was run
    }

    [Fact]
    public async Task A_part_of_the_tests_that_cannot_be_is_refused()
    {
        foreach (string part in new[] { "0/2", "3/2", "1/2; rm -rf /" })
            Assert.Equal(2, (await _repository.StepAsync("test", part)).ExitCode);
    }

    private async Task DoAsync(string step, params string[] arguments)
    {
        (int exitCode, string said) = await _repository.StepAsync(step, arguments);
        Assert.True(exitCode == 0, said);
    }

    private Task<string[]> ToldAsync() => File.ReadAllLinesAsync(Path.Combine(_repository.Clone, "..", "told"), TestContext.Current.CancellationToken);
}
