using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Azure;
using LiveOps.AppHost.Aks.Files;
using LiveOps.AppHost.Aks.Objects;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Description;

/// <summary>
/// The model as JSON, for what is not published and must agree with it: infrastructure, overlays, dashboards, alerts. Its schema, model.schema.json,
/// says what each member means.
/// </summary>
internal static class ModelFile
{
    private const string Schema = "model.schema.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The files.</summary>
    /// <param name="system">What is published.</param>
    /// <param name="model">The model it was read from.</param>
    public static IEnumerable<OutputFile> Of(PublishedSystem system, DistributedApplicationModel model)
    {
        var description = new JsonObject
        {
            ["$schema"] = Schema,
            ["system"] = PublishedSystem.Name,
            ["workloads"] = Array(system.Workloads, workload => Describe(workload, system)),
            ["identities"] = Array(system.Workloads, IdentityOf),
            ["secrets"] = Secrets(system),
            ["parameters"] = Array(system.Parameters, parameter => new JsonObject { ["name"] = parameter.Key, ["default"] = parameter.Value }),
            ["outside"] = Outside(system),
            ["topics"] = Topics.Of(model.Resources.OfType<AzureServiceBusResource>()),
            ["pools"] = Array(
                system.Workloads.Select(workload => workload.Class).Distinct().OrderBy(pool => pool.Name, StringComparer.Ordinal),
                pool => new JsonObject { ["name"] = pool.Name, ["nodes"] = pool.Nodes, ["label"] = $"{Pod.Pool}={pool.Name}", ["taint"] = $"{Pod.Pool}={pool.Name}:NoSchedule" }),
            ["namespaces"] = new JsonObject { ["monitoring"] = PublishedSystem.Monitoring, ["entryLabel"] = $"{Network.Entry}=true" },
            ["metrics"] = Metrics.Of([.. system.Workloads.Where(workload => !workload.RunsToEnd).Select(workload => workload.Name)]),
        };
        yield return new OutputFile("model.json", description.ToJsonString(Indented) + "\n");
        using var schema = new StreamReader(typeof(ModelFile).Assembly.GetManifestResourceStream(Schema)!);
        yield return new OutputFile(Schema, schema.ReadToEnd());
    }

    private static JsonObject Describe(Workload workload, PublishedSystem system) => new()
    {
        ["name"] = workload.Name,
        ["kind"] = workload.Kind,
        ["schedule"] = workload.Schedule,
        ["project"] = workload.Project,
        ["image"] = workload.Image,
        ["isPublic"] = workload.IsPublic,
        ["isForOperators"] = workload.IsForOperators,
        ["ports"] = Array(workload.Ports, port => new JsonObject { ["name"] = port.Name, ["number"] = port.Number, ["protocol"] = port.IsHttp2 ? "h2c" : "http" }),
        ["calls"] = Array(workload.Calls, call => new JsonObject { ["workload"] = call.To, ["port"] = call.Port }),
        ["calledBy"] = Array(system.CallersOf(workload), call => JsonValue.Create(call.Caller.Name)),
        ["uses"] = Array(workload.Outside, outside => JsonValue.Create(outside.Resource)),
        ["settings"] = Array(workload.Settings, setting => JsonValue.Create(setting.Name)),
        ["secrets"] = Array(workload.Secrets, secret => JsonValue.Create(secret.VaultName)),
        ["policy"] = Volumes.FollowsPolicy(workload) ? Volumes.PolicyMapOf(workload) : null,
        ["class"] = workload.Class.Name,
        ["qosClass"] = workload.Class.Qos,
        ["requests"] = new JsonObject { ["cpu"] = workload.Class.CpuRequest, ["memory"] = workload.Class.MemoryRequest },
        ["limits"] = new JsonObject { ["cpu"] = workload.Class.CpuLimit, ["memory"] = workload.Class.MemoryLimit },
        ["scaling"] = workload.RunsToEnd ? null : new JsonObject { ["minPods"] = workload.Class.MinPods, ["maxPods"] = workload.Class.MaxPods, ["cpuTarget"] = workload.Class.CpuTarget },
    };

    // Each reads its own secrets in the vault, one by one, and has the roles of what it uses.
    private static JsonObject IdentityOf(Workload workload) => new()
    {
        ["name"] = workload.Name,
        ["serviceAccount"] = workload.Name,
        ["roles"] = new JsonArray(
        [
            .. workload.Secrets.Select(secret => new JsonObject { ["role"] = "Key Vault Secrets User", ["scope"] = $"vault/secrets/{secret.VaultName}" }),
            .. workload.Outside.Where(outside => outside.At.Role is not null).Select(outside => new JsonObject { ["role"] = outside.At.Role, ["scope"] = outside.Resource }),
        ]),
    };

    private static JsonArray Secrets(PublishedSystem system) => Array(
        system.Workloads.SelectMany(workload => workload.Secrets.Select(secret => (Secret: secret, User: workload.Name)))
            .GroupBy(use => use.Secret.VaultName).OrderBy(uses => uses.Key, StringComparer.Ordinal),
        uses => new JsonObject
        {
            ["name"] = uses.Key,
            ["setting"] = uses.First().Secret.Name,
            ["sources"] = Array(uses.First().Secret.Sources, source => JsonValue.Create(source)),
            ["owners"] = Array(uses, use => JsonValue.Create(use.User)),
        });

    private static JsonArray Outside(PublishedSystem system) => Array(
        system.Workloads.SelectMany(workload => workload.Outside).Distinct().OrderBy(outside => outside.Resource, StringComparer.Ordinal),
        outside => new JsonObject
        {
            ["name"] = outside.Resource,
            ["kind"] = outside.At.Kind,
            ["ports"] = Array(outside.At.Ports, port => JsonValue.Create(port)),
            ["isPrivate"] = outside.At.IsPrivate,
        });

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> describe) => new([.. items.Select(describe)]);
}
