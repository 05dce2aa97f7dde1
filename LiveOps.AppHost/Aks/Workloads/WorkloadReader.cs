using System.Text.RegularExpressions;
using LiveOps.AppHost.Resources.Outside;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>Reads from the model what is published.</summary>
internal static partial class WorkloadReader
{
    // Names of what is published beside the workloads.
    private static readonly string[] Taken = ["default-deny", "kustomization", "network"];

    /// <summary>Reads all of it.</summary>
    /// <param name="model">The model's resources.</param>
    /// <param name="context">Whether the system runs or is published: the latter.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StartException">Something of it cannot be published.</exception>
    public static async Task<PublishedSystem> ReadAsync(DistributedApplicationModel model, DistributedApplicationExecutionContext context, CancellationToken cancellation)
    {
        HashSet<IResource> published = [.. model.GetComputeResources()];
        foreach (IResource other in published.Where(resource => resource is not ProjectResource))
            throw new StartException($"{other.Name} is no project: only projects are published for AKS. Stores are managed there, or exclude it.");
        foreach (IResource other in published.Where(resource => Taken.Contains(resource.Name) || !ServiceName().IsMatch(resource.Name)))
            throw new StartException($"{other.Name} is no name to publish: small letters, digits and hyphens, a letter first, up to 53 of them, and none of {string.Join(", ", Taken)}.");
        IResource? telemetry = model.Resources.FirstOrDefault(resource => resource.Name == PublishedSystem.TelemetryParameter);

        var workloads = new List<Workload>();
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (ProjectResource project in published.Cast<ProjectResource>().OrderBy(project => project.Name, StringComparer.Ordinal))
        {
            var reader = new ValueReader(project, published);
            workloads.Add(await ReadAsync(project, model, context, reader, telemetry, cancellation));
            foreach ((string name, string value) in reader.Parameters)
                parameters[name] = value;
        }

        RefuseTwoMeanings(workloads);
        return new PublishedSystem(workloads, parameters);
    }

    private static async Task<Workload> ReadAsync(
        ProjectResource project, DistributedApplicationModel model, DistributedApplicationExecutionContext context, ValueReader reader, IResource? telemetry,
        CancellationToken cancellation)
    {
        string? schedule = project.Annotations.OfType<ScheduleAnnotation>().SingleOrDefault()?.Cron;
        bool runsToEnd = schedule is not null || model.Resources.SelectMany(resource => resource.Annotations.OfType<WaitAnnotation>())
            .Any(wait => wait.WaitType == WaitType.WaitForCompletion && wait.Resource == project);
        Dictionary<string, object> environment = await EnvironmentAsync(project, context, cancellation);
        if (!runsToEnd && telemetry is not null)
        {
            environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry;
            environment["OTEL_SERVICE_NAME"] = project.Name;
        }

        var settings = new List<Setting>();
        var secrets = new List<SecretSetting>();
        foreach ((string name, object given) in environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            ValueText value = await reader.ReadAsync(given, cancellation);
            if (value.IsSecret)
                secrets.Add(new SecretSetting(name, value.Value, value.Secrets));
            else
                settings.Add(new Setting(name, value.Value, value.Template));
        }

        string program = Path.GetFileNameWithoutExtension(project.GetProjectMetadata().ProjectPath);
        IReadOnlyList<Port> ports = EndpointPorts.Of(project);
        if (!runsToEnd && ports.All(port => port.Name != "http"))
            throw new StartException($"{project.Name} has no endpoint http, and nobody waits for its end: a service answers there whether it is alive and ready.");
        return new Workload
        {
            Name = project.Name,
            Project = program,
            Image = program.ToLowerInvariant().Replace('.', '/'),
            RunsToEnd = runsToEnd,
            Schedule = schedule,
            IsPublic = project.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal),
            IsForOperators = project.Annotations.OfType<OperatorsAnnotation>().Any(),
            Arguments = await ArgumentsAsync(project, reader, cancellation),
            Ports = ports,
            Settings = settings,
            Secrets = secrets,
            Calls = reader.Calls,
            Outside = [.. reader.Outside.Concat(project.Annotations.OfType<OutsideUse>().Select(use => (use.Name, use.At))).OrderBy(outside => outside.Item1, StringComparer.Ordinal)],
        };
    }

    private static async Task<Dictionary<string, object>> EnvironmentAsync(ProjectResource project, DistributedApplicationExecutionContext context, CancellationToken cancellation)
    {
        var environment = new EnvironmentCallbackContext(context, project, cancellationToken: cancellation);
        foreach (EnvironmentCallbackAnnotation callback in project.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await callback.Callback(environment);
        return environment.EnvironmentVariables;
    }

    private static async Task<IReadOnlyList<string>> ArgumentsAsync(ProjectResource project, ValueReader reader, CancellationToken cancellation)
    {
        var given = new List<object>();
        foreach (CommandLineArgsCallbackAnnotation callback in project.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await callback.Callback(new CommandLineArgsCallbackContext(given, project, cancellation));
        var arguments = new List<string>(given.Count);
        foreach (object argument in given)
        {
            ValueText value = await reader.ReadAsync(argument, cancellation);
            if (value.IsSecret)
                throw new StartException($"{project.Name} has a secret among its arguments, where everybody may read it: make it a setting.");
            arguments.Add(value.Value);
        }

        return arguments;
    }

    // All share one vault, in which a name means one thing.
    private static void RefuseTwoMeanings(IEnumerable<Workload> workloads)
    {
        var secrets = workloads.SelectMany(workload => workload.Secrets.Select(secret => (workload.Name, Secret: secret)));
        foreach (var same in secrets.GroupBy(use => use.Secret.VaultName, StringComparer.OrdinalIgnoreCase))
        {
            var first = same.First();
            foreach (var other in same.Where(use => use.Secret.Made != first.Secret.Made))
                throw new StartException($"{first.Name} and {other.Name} call two different secrets {same.Key}: made of {string.Join(", ", first.Secret.Sources)}, and of {string.Join(", ", other.Secret.Sources)}.");
        }
    }

    // A label of DNS (RFC 1035), as a Service's name must be, with room for what stands behind it in names of pods.
    [GeneratedRegex(@"^[a-z](?:[a-z0-9-]{0,51}[a-z0-9])?\z")]
    private static partial Regex ServiceName();
}
