using LiveOps.AppHost.Aks.Objects;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Chart;

/// <summary>Where installations differ: identities, the vault, images, sizes, and what the model calls parameters. Nothing else of an object is a value.</summary>
internal static class Holes
{
    /// <summary>The value that raises the version in the names of all classes of secrets.</summary>
    public const string SecretsVersion = "secretsVersion";

    /// <summary>The template of a workload's settings.</summary>
    public static string SettingsOf(Workload workload) => $"liveops.settings.{workload.Name}";

    /// <summary>The template of a workload's secrets.</summary>
    public static string SecretsOf(Workload workload) => $"liveops.secrets.{workload.Name}";

    /// <summary>The value that names settings of a workload that are secret and not the model's: former and next keys, operators' tokens.</summary>
    public static string MoreSecretsOf(Workload workload) => $"{ValueOf(workload)}.secrets";

    /// <summary>The value that holds what is a workload's own.</summary>
    public static string ValueOf(Workload workload) => $"workloads.{CamelCase.Of(workload.Name)}";

    /// <summary>The value that holds an image.</summary>
    public static string ImageOf(Workload workload) => $"images.{CamelCase.Of(workload.Image.Split('/')[^1])}";

    /// <summary>The holes in an object of a workload.</summary>
    /// <param name="kind">The object's kind.</param>
    /// <param name="workload">The workload.</param>
    public static IEnumerable<Hole> Of(string kind, Workload workload) => kind switch
    {
        "ServiceAccount" => [Hole.Text($"{ValueOf(workload)}.clientId", "metadata", "annotations", Identity.ClientIdAnnotation)],
        "ConfigMap" => [new Hole(["data"], $"{{{{- include \"{SettingsOf(workload)}\" . | nindent 2 }}}}")],
        "SecretProviderClass" =>
        [
            new Hole(["metadata", "name"], ClassName(workload)),
            Hole.Text($"{ValueOf(workload)}.clientId", "spec", "parameters", "clientID"),
            Hole.Text("azure.keyVault", "spec", "parameters", "keyvaultName"),
            new Hole(["spec", "parameters", "objects"], $"|{{{{ include \"{SecretsOf(workload)}\" . | nindent 6 }}}}"),
            Hole.Text("azure.tenantId", "spec", "parameters", "tenantId"),
        ],
        "Deployment" or "Job" => Pods(workload, "spec", "template"),
        "CronJob" => Pods(workload, "spec", "jobTemplate", "spec", "template").Append(Hole.Text($"{ValueOf(workload)}.schedule", "spec", "schedule")),
        "HorizontalPodAutoscaler" =>
        [
            Hole.Number($"{ValueOf(workload)}.minPods", "spec", "minReplicas"),
            Hole.Number($"{ValueOf(workload)}.maxPods", "spec", "maxReplicas"),
            Hole.Number($"{ValueOf(workload)}.cpuTarget", "spec", "metrics", "0", "resource", "target", "averageUtilization"),
        ],
        _ => [],
    };

    private static IEnumerable<Hole> Pods(Workload workload, params string[] template)
    {
        string[] container = [.. template, "spec", "containers", "0"];
        yield return new Hole([.. template, "metadata", "annotations", Pod.SettingsHash], $"\"{{{{ include \"{SettingsOf(workload)}\" . | sha256sum }}}}\"");
        yield return new Hole([.. container, "image"], $"\"{{{{ .Values.{ImageOf(workload)}.repository }}}}@{{{{ .Values.{ImageOf(workload)}.digest }}}}\"");
        foreach (string bound in (string[])["requests", "limits"])
        {
            foreach (string resource in (string[])["cpu", "memory"])
                yield return Hole.Text($"{ValueOf(workload)}.{bound}.{resource}", [.. container, "resources", bound, resource]);
        }

        int secrets = Volumes.Of(workload).TakeWhile(volume => volume.Csi is null).Count();
        if (workload.Secrets.Count > 0)
        {
            yield return new Hole(
                [.. template, "spec", "volumes", $"{secrets}", "csi", "volumeAttributes", "secretProviderClass"],
                ClassName(workload));
        }
    }

    private static string ClassName(Workload workload) => $"\"{SecretProviderClass.StemOf(workload)}{{{{ .Values.{SecretsVersion} }}}}\"";
}
