using System.Text.Json.Nodes;
using LiveOps.Tests.Contract;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>deploy/infra/terraform, as HashiCorp's own parser reads it (npm's <c>@cdktf/hcl2json</c>).</summary>
internal static class Terraform
{
    private static readonly Lazy<Task<Dictionary<string, JsonObject>>> Read = new(ReadAsync);

    public static string Folder { get; } = Path.Combine(Deploy.Folder, "infra", "terraform");

    public static string[] Files { get; } = [.. Directory.EnumerateFiles(Folder, "*.tf", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>What a file says, by its path in the folder.</summary>
    public static async Task<JsonObject> FileAsync(string path) => (await Read.Value)[path];

    /// <summary>What a module says.</summary>
    public static Task<JsonObject> ModuleAsync(string name) => FileAsync($"modules/{name}/main.tf");

    /// <summary>What an environment's file sets.</summary>
    public static Task<JsonObject> VariablesAsync(string environment) => FileAsync($"env/{environment}.tfvars");

    private static async Task<Dictionary<string, JsonObject>> ReadAsync()
    {
        (int exitCode, string said) = await NodeProgram.RunAsync(
            KubernetesTools.Folder, Path.Combine(KubernetesTools.Folder, "terraform.js"), [], [.. Files, .. Directory.EnumerateFiles(Path.Combine(Folder, "env"), "*.tfvars")]);
        Assert.True(exitCode == 0, said);
        return JsonNode.Parse(said)!.AsObject().ToDictionary(file => Path.GetRelativePath(Folder, file.Key).Replace('\\', '/'), file => file.Value!.AsObject());
    }
}
