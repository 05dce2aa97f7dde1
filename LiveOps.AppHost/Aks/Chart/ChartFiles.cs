using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveOps.AppHost.Aks.Base;
using LiveOps.AppHost.Aks.Files;
using LiveOps.AppHost.Aks.Objects;
using LiveOps.AppHost.Aks.Workloads;
using LiveOps.AppHost.Aks.Yaml;

namespace LiveOps.AppHost.Aks.Chart;

/// <summary>The Helm chart: the objects of the base, with expressions where installations differ. With its defaults it renders to the base.</summary>
internal static class ChartFiles
{
    private const string Folder = "chart/", Templates = Folder + "templates/";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The files.</summary>
    public static IEnumerable<OutputFile> Of(PublishedSystem system)
    {
        var values = new Values();
        values.Add(Holes.SecretsVersion, SecretProviderClass.Version);
        foreach ((string name, string value) in system.Parameters)
            values.Add($"parameters.{name}", value);

        foreach (Workload workload in system.Workloads)
        {
            values.Add($"{Holes.ImageOf(workload)}.repository", workload.Image);
            values.Add($"{Holes.ImageOf(workload)}.digest", ImageDigest.None);
            if (workload.Secrets.Count > 0)
                values.Add(Holes.MoreSecretsOf(workload), new JsonArray());
            string objects = string.Concat(WorkloadObjects.Of(workload, system).Select(typed => Document(Tree.Of(typed), workload, values)));
            yield return new OutputFile($"{Templates}{workload.Name}.yaml", Prose.HeadOf(workload, system) + objects);
        }

        yield return new OutputFile(Templates + "network.yaml", $"{OutputFile.Mark}\n---\n{YamlWriter.Write(Tree.Of(Network.Default()))}");
        yield return new OutputFile(Templates + "_settings.tpl", Settings(system));
        yield return new OutputFile(Templates + "_secrets.tpl", Secrets(system));
        yield return new OutputFile(Folder + "Chart.yaml", $"{OutputFile.Mark}\n{YamlWriter.Write(Chart())}");
        yield return new OutputFile(Folder + "values.yaml", $"{OutputFile.Mark}\n# Only what differs between installations. An image is named by its digest.\n{YamlWriter.Write(values.Root)}");
        yield return new OutputFile(Folder + "values.schema.json", ValuesSchema.Of(values.Root).ToJsonString(Indented) + "\n");
    }

    private static string Document(JsonObject tree, Workload workload, Values values)
    {
        foreach (Hole hole in Holes.Of((string)tree["kind"]!, workload))
        {
            JsonNode before = tree.Replace(hole.Path, new Expression(hole.Expression));
            if (hole.Value is { } value)
                values.Add(value, before);
        }

        return "---\n" + YamlWriter.Write(tree);
    }

    // Of each workload the settings as a template of their own: its text is rendered into the ConfigMap, and hashed into the pods.
    private static string Settings(PublishedSystem system)
    {
        var text = new StringBuilder("{{/*\n").Append(OutputFile.Mark).Append("\n*/}}\n");
        foreach (Workload workload in system.Workloads)
            text.Append("{{- define \"").Append(Holes.SettingsOf(workload)).Append("\" -}}\n").Append(SettingsMap.Lines(workload, Escaped)).Append("\n{{- end }}\n");
        return text.ToString();
    }

    // Of each workload its secrets in the vault: the model's, and those that an installation adds. A secret is called by its setting, with hyphens for underscores.
    private static string Secrets(PublishedSystem system)
    {
        var text = new StringBuilder("{{/*\n").Append(OutputFile.Mark).Append("\n*/}}\n");
        foreach (Workload workload in system.Workloads.Where(workload => workload.Secrets.Count > 0))
        {
            text.Append("{{- define \"").Append(Holes.SecretsOf(workload)).Append("\" -}}\n").Append(SecretProviderClass.ObjectsOf(workload))
                .Append("{{- range .Values.").Append(Holes.MoreSecretsOf(workload)).Append(" }}\n")
                .Append(SecretProviderClass.ObjectOf("{{ . | replace \"_\" \"-\" }}", "{{ . }}")).Append("{{- end }}\n{{- end }}\n");
        }

        return text.ToString();
    }

    private static string Escaped(Setting setting) => setting.Value == setting.Template ? YamlWriter.Quote(setting.Value)[1..^1] : setting.Template;

    private static JsonObject Chart() => new()
    {
        ["apiVersion"] = "v2",
        ["name"] = PublishedSystem.Name,
        ["description"] = "The backend a game's live operations stand on.",
        ["type"] = "application",
        ["version"] = Labels.Version,
        ["appVersion"] = Labels.Version,
        ["kubeVersion"] = ">=1.30.0-0", // the drain before a stop is the kubelet's from there on
    };
}
