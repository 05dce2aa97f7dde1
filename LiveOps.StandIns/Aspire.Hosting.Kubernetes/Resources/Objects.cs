namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>An object of the Kubernetes API.</summary>
public abstract class BaseKubernetesObject(string? apiVersion = null, string? kind = null)
{
    public string? ApiVersion { get; set; } = apiVersion;

    public string? Kind { get; set; } = kind;
}

/// <summary>One with a name.</summary>
public abstract class BaseKubernetesResource(string apiVersion, string kind) : BaseKubernetesObject(apiVersion, kind)
{
    public ObjectMetaV1 Metadata { get; set; } = new();
}

/// <summary>One that makes pods.</summary>
public abstract class Workload(string apiVersion, string kind) : BaseKubernetesResource(apiVersion, kind)
{
    /// <summary>The pods; not written under this name.</summary>
    public abstract PodTemplateSpecV1 PodTemplate { get; }
}

/// <summary>Name, labels, annotations.</summary>
public sealed class ObjectMetaV1
{
    public string Name { get; set; } = null!;

    public Dictionary<string, string> Annotations { get; } = [];

    public Dictionary<string, string> Labels { get; set; } = [];
}

/// <summary>Whom an object is about.</summary>
public sealed class LabelSelectorV1
{
    public LabelSelectorV1()
    {
    }

    public LabelSelectorV1(Dictionary<string, string> matchLabels) => MatchLabels = matchLabels;

    public Dictionary<string, string> MatchLabels { get; set; } = [];
}

/// <summary>An identity.</summary>
public sealed class ServiceAccountV1() : BaseKubernetesResource("v1", "ServiceAccount");

/// <summary>Settings.</summary>
public sealed class ConfigMap() : BaseKubernetesResource("v1", "ConfigMap")
{
    public Dictionary<string, string> Data { get; } = [];
}

/// <summary>Secrets.</summary>
public sealed class Secret() : BaseKubernetesResource("v1", "Secret")
{
    public Dictionary<string, string> StringData { get; } = [];

    public string Type { get; set; } = "Opaque";
}

/// <summary>A name others reach pods by.</summary>
public sealed class Service() : BaseKubernetesResource("v1", "Service")
{
    public ServiceSpecV1 Spec { get; set; } = new();
}

/// <inheritdoc cref="Service"/>
public sealed class ServiceSpecV1
{
    public string Type { get; set; } = "ClusterIP";

    public Dictionary<string, string> Selector { get; set; } = [];

    public List<ServicePortV1> Ports { get; } = [];
}

/// <summary>A port of it.</summary>
public sealed class ServicePortV1
{
    public string Name { get; set; } = null!;

    public string Protocol { get; set; } = null!;

    public Int32OrStringV1 Port { get; set; } = null!;

    public Int32OrStringV1 TargetPort { get; set; } = null!;
}

/// <summary>A number, or a name.</summary>
public sealed record Int32OrStringV1(int? Number = null, string? Text = null)
{
    public Int32OrStringV1(int value) : this(Number: value)
    {
    }

    public Int32OrStringV1(string? value)
        : this(int.TryParse(value, out int number) ? number : null, int.TryParse(value, out _) ? null : value)
    {
    }

    public string? Value => Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Text;

    public override string? ToString() => Value;

    public static implicit operator Int32OrStringV1(int value) => new(value);

    public static implicit operator Int32OrStringV1?(string? value) => value is null ? null : new(value);
}
