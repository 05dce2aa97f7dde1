using k8s.Models;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>
/// What the kubelet asks a service. Startup and liveness ask after the process alone: a Redis that is down must not restart pods that cannot help it.
/// Readiness asks after the service's own state.
/// </summary>
internal static class Probes
{
    /// <summary>A minute to start.</summary>
    public static V1Probe Startup() => Ask(SystemExtensions.AlivePath, period: 2, failures: 30);

    /// <summary>Half a minute without an answer, and it is started anew.</summary>
    public static V1Probe Liveness() => Ask(SystemExtensions.AlivePath, period: 10, failures: 3);

    /// <summary>Ten seconds, and it is sent nothing until it is whole again.</summary>
    public static V1Probe Readiness() => Ask(SystemExtensions.ReadyPath, period: 5, failures: 2);

    private static V1Probe Ask(string path, int period, int failures) => new()
    {
        HttpGet = new V1HTTPGetAction { Path = path, Port = "http", Scheme = "HTTP" },
        PeriodSeconds = period,
        TimeoutSeconds = 2,
        FailureThreshold = failures,
    };
}
