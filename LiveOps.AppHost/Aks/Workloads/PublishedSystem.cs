namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>All that is published of a model.</summary>
/// <param name="Workloads">Services and jobs, by name.</param>
/// <param name="Parameters">What differs between installations: the names of parameters, as values of the chart have them, and what the model has for each.</param>
internal sealed record PublishedSystem(IReadOnlyList<Workload> Workloads, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>What all of it is called: the label of all its objects, and the chart's name.</summary>
    public const string Name = "liveops";

    /// <summary>The parameter that says where telemetry goes.</summary>
    public const string TelemetryParameter = "otlp-endpoint";

    /// <summary>The namespace of the cluster's monitoring, which collects telemetry and scrapes.</summary>
    public const string Monitoring = "monitoring";

    /// <summary>Where telemetry goes unless an installation says otherwise.</summary>
    public const string Telemetry = "http://alloy.monitoring.svc.cluster.local:4317";

    /// <summary>Who calls a workload, and at which ports.</summary>
    public IEnumerable<(Workload Caller, IReadOnlyList<int> Ports)> CallersOf(Workload workload) =>
        from caller in Workloads
        let ports = caller.Calls.Where(call => call.To == workload.Name).Select(call => call.Port).Order().ToArray()
        where ports.Length > 0
        select (caller, (IReadOnlyList<int>)ports);
}
