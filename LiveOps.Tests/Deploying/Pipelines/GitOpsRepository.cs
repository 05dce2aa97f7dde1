using System.Diagnostics;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Pipelines;

/// <summary>A bare repository with deploy/ and what it stands on, and a clone of it, in which steps are run as they are committed.</summary>
internal sealed class GitOpsRepository : IDisposable
{
    private readonly TempFolder _folder = new();

    private GitOpsRepository()
    {
    }

    public string Clone => _folder.File("clone");

    public string Remote => _folder.File("remote.git");

    /// <summary>Where programs stand in for others: it comes first in PATH.</summary>
    public string Programs => _folder.File("programs");

    public static async Task<GitOpsRepository> CreateAsync()
    {
        var repository = new GitOpsRepository();
        Directory.CreateDirectory(repository.Clone);
        await RunAsync(Repository.Root, [], "cp", "-a", "--parents", ".trivyignore.yaml", "deploy/argocd", "deploy/components", "deploy/overlays", "deploy/pipelines", "deploy/platform", "deploy/rendered", "aspire-manifest", repository.Clone);
        Directory.CreateDirectory(repository.Programs);
        await repository.GitAsync("init", "--quiet", "--initial-branch=main");
        await repository.GitAsync("add", "--all");
        await repository.GitAsync("commit", "--quiet", "--message=As it is");
        await repository.GitAsync("clone", "--quiet", "--bare", ".", repository.Remote);
        await repository.GitAsync("remote", "add", "origin", repository.Remote);
        return repository;
    }

    /// <summary>Runs a step; answers its exit code and all that it said.</summary>
    public Task<(int ExitCode, string Said)> StepAsync(string step, params string[] arguments) => RunAsync(Clone, Surroundings(), Path.Combine(Clone, "deploy", "pipelines", "steps", step), arguments);

    /// <summary>The same with what stands in for kubectl.</summary>
    public Task<(int ExitCode, string Said)> StepWithoutKubectlAsync(string step) =>
        RunAsync(Clone, new(Surroundings()) { ["KUBECTL"] = Path.Combine(Programs, "kubectl") }, Path.Combine(Clone, "deploy", "pipelines", "steps", step));

    /// <summary>Runs git in the clone.</summary>
    public Task<string> GitAsync(params string[] arguments) => GitInAsync(Clone, arguments);

    /// <summary>What git says of the remote's branch.</summary>
    public Task<string> RemoteAsync(params string[] arguments) => GitInAsync(Remote, arguments);

    /// <summary>A file of the remote's branch.</summary>
    public Task<string> FileAsync(string path) => RemoteAsync("show", "main:" + path);

    /// <summary>Changes a file and pushes that, as somebody else would.</summary>
    public async Task PushAsync(string path, Func<string, string> change, bool isPushed = true)
    {
        await GitAsync("pull", "--quiet", "--rebase", "origin", "main");
        string file = Path.Combine(Clone, path);
        await File.WriteAllTextAsync(file, change(File.Exists(file) ? await File.ReadAllTextAsync(file) : ""));
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message=Somebody else's");
        if (isPushed)
            await GitAsync("push", "--quiet", "origin", "HEAD:main");
    }

    /// <summary>Lets a program be what a script does.</summary>
    public Task StandInAsync(string program, string script) => StandIn.WriteAsync(Programs, program, "set -euo pipefail\n" + script);

    public void Dispose() => _folder.Dispose();

    private async Task<string> GitInAsync(string folder, string[] arguments)
    {
        (int exitCode, string said) = await RunAsync(folder, Surroundings(), "git", arguments);
        Assert.True(exitCode == 0, said);
        return said;
    }

    // Nobody's own settings of git; and authors that are said.
    private Dictionary<string, string> Surroundings() => new()
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_SYSTEM"] = "/dev/null",
        ["GIT_AUTHOR_NAME"] = "A test",
        ["GIT_AUTHOR_EMAIL"] = "test@example.com",
        ["GIT_COMMITTER_NAME"] = "A test",
        ["GIT_COMMITTER_EMAIL"] = "test@example.com",
        ["GITOPS_REPOSITORY"] = Remote,
        ["KUBECTL"] = KubernetesTools.Kubectl,
        ["CLONE"] = Clone,
        ["TOLD"] = _folder.File("told"),
        ["REGISTRY"] = "test.azurecr.io",
        ["PATH"] = Programs + ":" + Environment.GetEnvironmentVariable("PATH"),
    };

    private static async Task<(int ExitCode, string Said)> RunAsync(string folder, Dictionary<string, string> surroundings, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in surroundings)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
