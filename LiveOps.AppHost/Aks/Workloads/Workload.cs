using LiveOps.AppHost.Resources.Outside;

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

    /// <summary>Whether it ends: a job, that others wait for, so that it runs before each change of them; or one that runs by the clock.</summary>
    public required bool RunsToEnd { get; init; }

    /// <summary>When it runs, where that is by the clock: the five fields of cron, in UTC.</summary>
    public required string? Schedule { get; init; }

    /// <summary>Whether players reach it.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>Whether operators reach it, by a host of its own.</summary>
    public required bool IsForOperators { get; init; }

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

    /// <summary>Of which kind it is to Kubernetes.</summary>
    public string Kind => Schedule is not null ? "CronJob" : RunsToEnd ? "Job" : "Deployment";

    /// <summary>What kind of work it does: the model says it, by who waits for it and who reaches it.</summary>
    public WorkloadClass Class => RunsToEnd ? WorkloadClass.Batch : IsPublic ? WorkloadClass.Web : WorkloadClass.Interface;
}
