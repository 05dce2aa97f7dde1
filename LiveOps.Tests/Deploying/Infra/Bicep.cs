using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>deploy/infra/bicep, as Bicep's own compiler understands it.</summary>
internal static class Bicep
{
    // With an environment's file the whole is compiled and linted: that takes seconds.
    private static readonly ConcurrentDictionary<string, Lazy<Task<(JsonObject Parameters, JsonObject Template, string Said)>>> Built = new();

    public static string Folder { get; } = Path.Combine(Deploy.Folder, "infra", "bicep");

    private static string Program { get; } = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(value => value.Key == "Bicep").Value!;

    // What a deployment inside another is called there, where that is not its file's name.
    private static readonly Dictionary<string, string> Files = new() { ["api"] = "api-management", ["door"] = "front-door", ["managed"] = "mysql", ["pull"] = "registry-pull", ["vm"] = "mysql-vm" };

    /// <summary>The compiled modules by the names of their files; main is the whole.</summary>
    public static async Task<Dictionary<string, JsonObject>> ModulesAsync()
    {
        JsonObject main = (await BuiltAsync("dev")).Template;
        return new Dictionary<string, JsonObject>(Inside(main)) { ["main"] = main };
    }

    /// <summary>A module's resources, with or without names.</summary>
    public static IEnumerable<JsonNode> Resources(JsonObject module) => module["resources"] is JsonObject named ? named.Select(resource => resource.Value!) : module["resources"].Items();

    /// <summary>What an environment's file sets, and what compiler and linter said of it and of all that it stands on.</summary>
    public static async Task<(JsonObject Parameters, string Said)> ParametersAsync(string environment)
    {
        (JsonObject parameters, _, string said) = await BuiltAsync(environment);
        return (parameters, said);
    }

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        Assert.True(File.Exists(Program), $"{Program} is not there: a restore of LiveOps.Tests brings it.");
        using Process process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    private static Task<(JsonObject Parameters, JsonObject Template, string Said)> BuiltAsync(string environment) => Built.GetOrAdd(environment, name => new(() => BuildAsync(name))).Value;

    private static async Task<(JsonObject Parameters, JsonObject Template, string Said)> BuildAsync(string environment)
    {
        (int exitCode, string output, string errors) = await RunAsync("build-params", Path.Combine(Folder, "env", environment + ".bicepparam"), "--stdout");
        Assert.True(exitCode == 0, errors);
        JsonObject built = JsonNode.Parse(output)!.AsObject();
        return (JsonNode.Parse((string)built["parametersJson"]!)!["parameters"]!.AsObject(), JsonNode.Parse((string)built["templateJson"]!)!.AsObject(), errors);
    }

    private static IEnumerable<KeyValuePair<string, JsonObject>> Inside(JsonObject template) =>
        from resource in template["resources"] as JsonObject ?? [] // a module without types of its own has a list, and nothing inside
        let inner = resource.Value!["type"]!.ToString() == "Microsoft.Resources/deployments" ? resource.Value.At("properties template") : null
        where inner is not null
        from module in Inside(inner.AsObject()).Prepend(KeyValuePair.Create(Files.GetValueOrDefault(resource.Key, resource.Key), inner.AsObject()))
        select module;
}
