namespace LiveOps.Tests.Deploying.Pipelines;

/// <summary>Promotion on a real repository: digests change in an overlay and in what it renders to, and nothing else does, whoever else pushes meanwhile.</summary>
public sealed class A_promotion_is_one_commit : IAsyncLifetime
{
    private static readonly string A = "sha256:" + new string('a', 64), B = "sha256:" + new string('b', 64);

    private GitOpsRepository _repository = null!;

    public async ValueTask InitializeAsync() => _repository = await GitOpsRepository.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Of_digests_alone_and_none_where_they_are_there()
    {
        await PromoteAsync("dev", ("liveops/gateway", A), ("liveops/leaderboard", B));

        string[] changes = await ChangesAsync();
        Assert.Equal(
            [
                "+  digest: " + A, "+  digest: " + B,
                "+        image: not-set.azurecr.io/liveops/gateway@" + A, "+        image: not-set.azurecr.io/liveops/leaderboard@" + B,
                "+            image: not-set.azurecr.io/liveops/leaderboard@" + B, // what runs by the clock
                "+        image: not-set.azurecr.io/liveops/gateway@" + A, "+        image: not-set.azurecr.io/liveops/leaderboard@" + B,
            ],
            changes.Where(line => line[0] == '+'));
        Assert.Equal(changes.Count(line => line[0] == '+'), changes.Count(line => line[0] == '-'));
        string before = await _repository.RemoteAsync("rev-parse", "main");

        await PromoteAsync("dev", ("liveops/gateway", A));

        Assert.Equal(before, await _repository.RemoteAsync("rev-parse", "main"));
    }

    [Fact]
    public async Task From_one_environment_to_the_next_and_to_a_region_and_back()
    {
        await PromoteAsync("staging", ("liveops/gateway", A), ("liveops/fairness", B));
        await DoAsync("promote", "prod-koreacentral", "--from", "staging");
        Assert.Contains(A, await _repository.FileAsync("deploy/overlays/prod-koreacentral/kustomization.yaml"), StringComparison.Ordinal);
        string commit = (await _repository.RemoteAsync("rev-parse", "main")).Trim();

        await DoAsync("promote", "prod-koreacentral", "--revision", "branch");

        Assert.Equal([$"-        revision: \"{new string('0', 40)}\"", $"+        revision: \"{commit}\""], await ChangesAsync());
        string services = await _repository.FileAsync("deploy/argocd/services.yaml");
        Assert.Single(services.Split('\n'), line => line.Contains(commit, StringComparison.Ordinal)); // the other region stays

        // No pipeline builds these: each would promote to dev what it built, which is a commit, and so on; and after a rollback, what was taken back.
        Assert.Contains("\n[skip ci]\n", await _repository.RemoteAsync("log", "-1", "--format=%B", "main"), StringComparison.Ordinal);
        await DoAsync("rollback", "prod-koreacentral"); // one command
        string undone = await _repository.RemoteAsync("log", "-1", "--format=%B", "main");
        Assert.StartsWith("Revert \"Promote prod-koreacentral to ", undone, StringComparison.Ordinal);
        Assert.Contains("\n[skip ci]\n", undone, StringComparison.Ordinal);
        Assert.DoesNotContain(commit, await _repository.FileAsync("deploy/argocd/services.yaml"), StringComparison.Ordinal);
        Assert.Contains(A, await _repository.FileAsync("deploy/overlays/prod-koreacentral/kustomization.yaml"), StringComparison.Ordinal);

        await DoAsync("rollback", "prod-koreacentral"); // the promotion before it
        Assert.DoesNotContain(A, await _repository.FileAsync("deploy/overlays/prod-koreacentral/kustomization.yaml"), StringComparison.Ordinal);
        await RefusedAsync("no promotion to take back", "rollback", "prod-koreacentral");
        Assert.Contains(A, await _repository.FileAsync("deploy/overlays/staging/kustomization.yaml"), StringComparison.Ordinal); // another environment's
    }

    [Fact]
    public async Task Somebody_who_pushes_at_the_same_moment_loses_nothing()
    {
        await _repository.PushAsync("deploy/overlays/dev/kustomization.yaml", text => "# changed meanwhile\n" + text, isPushed: false);
        await _repository.StandInAsync("git", """
            real=$(PATH=${PATH#*:} command -v git)
            if [ "$1" = push ] && [ ! -e "$TOLD" ]; then
              : > "$TOLD"
              (cd "$CLONE" && "$real" push --quiet origin HEAD:main)
            fi
            exec "$real" "$@"
            """);

        (int exitCode, string said) = await _repository.StepAsync("promote", "dev", await DigestsAsync(("liveops/gateway", A)));

        Assert.True(exitCode == 0, said);
        Assert.Contains("somebody else was first", said, StringComparison.Ordinal);
        string overlay = await _repository.FileAsync("deploy/overlays/dev/kustomization.yaml");
        Assert.StartsWith("# changed meanwhile\n", overlay, StringComparison.Ordinal);
        Assert.Contains(A, overlay, StringComparison.Ordinal);
        Assert.Equal("3", (await _repository.RemoteAsync("rev-list", "--count", "main")).Trim()); // each once, in a row
    }

    [Fact]
    public async Task What_it_cannot_mean_changes_nothing()
    {
        string digest = "sha256:" + new string('a', 64);
        (string Environment, string Line, string Sentence)[] cases =
        [
            ("dev", "liveops/gateway sha256:abc", "no image and digest"),
            ("dev", "liveops/gateway latest", "no image and digest"),
            ("dev", "liveops/other " + digest, "has no image liveops/other"),
            ("nowhere", "liveops/gateway " + digest, "no environment nowhere"),
            ("../dev", "liveops/gateway " + digest, "promote ENVIRONMENT DIGESTS"),
        ];
        foreach ((string environment, string line, string sentence) in cases)
        {
            string file = Path.Combine(_repository.Clone, "digests");
            await File.WriteAllTextAsync(file, line + "\n", TestContext.Current.CancellationToken);
            await RefusedAsync(sentence, "promote", environment, file);
        }

        // Only production is at a revision, and at one of the branch.
        await RefusedAsync("follows no revision", "promote", "dev", "--revision", "branch");
        await RefusedAsync("no commit's whole id", "promote", "prod-japaneast", "--revision", "main");
        await RefusedAsync("not on the branch", "promote", "prod-japaneast", "--revision", "0123456789012345678901234567890123456789");
        Assert.Equal("1", (await _repository.RemoteAsync("rev-list", "--count", "main")).Trim());
    }

    [Fact]
    public async Task What_was_changed_and_not_rendered_is_not_promoted_along()
    {
        await _repository.PushAsync("deploy/overlays/dev/kustomization.yaml", text => text.Replace("value: 2", "value: 3", StringComparison.Ordinal));

        await RefusedAsync("not rendered as it stands", "promote", "dev", await DigestsAsync(("liveops/gateway", A)));
        Assert.Equal("2", (await _repository.RemoteAsync("rev-list", "--count", "main")).Trim());
    }

    [Fact]
    public async Task Rendering_says_what_is_not_rendered_and_renders_it()
    {
        await DoAsync("render", "--check", "dev", "platform/dev");
        string file = Path.Combine(_repository.Clone, "deploy/overlays/dev/kustomization.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("value: 2", "value: 3", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        (int exitCode, string said) = await _repository.StepAsync("render", "--check", "dev", "platform/dev");
        Assert.Equal((1, "render: deploy/rendered/dev.yaml is not what deploy/overlays/dev is\n"), (exitCode, said));

        await DoAsync("render", "dev");
        await DoAsync("render", "--check", "dev");
        Assert.Equal(" M deploy/overlays/dev/kustomization.yaml\n M deploy/rendered/dev.yaml\n", await _repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task Where_nothing_is_named_all_is_rendered()
    {
        await _repository.StandInAsync("kubectl", "echo \"$2\"\n");

        (int exitCode, string said) = await _repository.StepWithoutKubectlAsync("render");

        Assert.True(exitCode == 0, said);
        foreach (string rendering in Deploy.Renderings)
            Assert.Equal($"deploy/{Deploy.Source(rendering)}\n", await File.ReadAllTextAsync(Path.Combine(_repository.Clone, "deploy", "rendered", rendering + ".yaml"), TestContext.Current.CancellationToken));
    }

    private async Task RefusedAsync(string sentence, string step, params string[] arguments)
    {
        (int exitCode, string said) = await _repository.StepAsync(step, arguments);
        Assert.True(exitCode != 0 && said.Contains(sentence, StringComparison.Ordinal), said);
    }

    private async Task PromoteAsync(string environment, params (string Image, string Digest)[] images) => await DoAsync("promote", environment, await DigestsAsync(images));

    private async Task DoAsync(string step, params string[] arguments)
    {
        (int exitCode, string said) = await _repository.StepAsync(step, arguments);
        Assert.True(exitCode == 0, said);
    }

    private async Task<string> DigestsAsync(params (string Image, string Digest)[] images)
    {
        string file = Path.Combine(_repository.Clone, "..", "digests");
        await File.WriteAllTextAsync(file, string.Concat(images.Select(image => $"{image.Image} {image.Digest}\n")));
        return file;
    }

    // The lines that the branch's last commit took away and put there.
    private async Task<string[]> ChangesAsync() =>
        [.. (await _repository.RemoteAsync("show", "--format=", "--unified=0", "main")).Split('\n').Where(line => line.Length > 0 && line[0] is '+' or '-' && !line.StartsWith("+++", StringComparison.Ordinal) && !line.StartsWith("---", StringComparison.Ordinal))];
}
