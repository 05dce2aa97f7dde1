using LiveOps.AppHost.Resources;

namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>A service or a job, as the model has it, with all that Kubernetes must be told of it. Lists are sorted by name.</summary>
internal sealed record Workload
{
    /// <summary>Its name: also its Deployment's, its Service's and its identity's.</summary>
    public required string Name { get; init; }

    /// <summary>The project it is the program of.</summary>
    public required string Project { get; init; }

    /// <summary>The image, without a registry: each installation names its own.</summary>
    public required string Image { get; init; }

    /// <summary>Whether others wait for its end: a job, that runs before each change of the others.</summary>
    public required bool RunsToEnd { get; init; }

    /// <summary>Whether players reach it.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>The arguments it is started with.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Where it listens.</summary>
    public required IReadOnlyList<Port> Ports { get; init; }

    /// <summary>Its settings.</summary>
    public required IReadOnlyList<Setting> Settings { get; init; }

    /// <summary>Its settings that are secret.</summary>
    public required IReadOnlyList<SecretSetting> Secrets { get; init; }

    /// <summary>Whom it calls.</summary>
    public required IReadOnlyList<Call> Calls { get; init; }

    /// <summary>What it uses outside of the cluster, by the names of the resources.</summary>
    public required IReadOnlyList<(string Resource, OutsideAnnotation At)> Outside { get; init; }

    /// <summary>What kind of work it does: the model says it, by who waits for it and who reaches it.</summary>
    public WorkloadClass Class => RunsToEnd ? WorkloadClass.Batch : IsPublic ? WorkloadClass.Web : WorkloadClass.Interface;
}

/// <summary>A port that a workload listens on.</summary>
/// <param name="Name">The endpoint's.</param>
/// <param name="Number">The same in the pod and in front of it.</param>
/// <param name="IsHttp2">Whether it speaks HTTP/2 and nothing else; without TLS nobody can ask.</param>
internal sealed record Port(string Name, int Number, bool IsHttp2);

/// <summary>A setting that is not secret.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, with what the model has for parameters.</param>
/// <param name="Template">Its value, with expressions of Helm for parameters.</param>
internal sealed record Setting(string Name, string Value, string Template);

/// <summary>A setting that is secret, or made with a secret. Its value is in the vault, and nowhere else.</summary>
/// <param name="Name">Its name, and that of the file it is mounted as.</param>
/// <param name="Made">How the model makes it, by the names of parameters: <c>{hmac-secret.value}</c>. It is not published: what stands around a secret is nobody's business either.</param>
/// <param name="Sources">The secret parameters that it is made of.</param>
internal sealed record SecretSetting(string Name, string Made, IReadOnlyList<string> Sources)
{
    /// <summary>What the vault calls it: letters, digits and hyphens. <c>ConnectionStrings__redis</c> is <c>ConnectionStrings--redis</c>, as for services that read a vault themselves.</summary>
    public string VaultName => Name.Replace('_', '-');
}

/// <summary>A call of one workload to another.</summary>
/// <param name="To">The other.</param>
/// <param name="Port">The number of the port.</param>
internal sealed record Call(string To, int Port);
