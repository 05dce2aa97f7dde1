using System.ComponentModel;
using System.Diagnostics;

namespace LiveOps.AppHost.Running;

/// <summary>Whether stores run in containers: <c>CONTAINERS</c>, <c>on</c>, <c>off</c>, or by itself where a container runtime answers.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="StartException">CONTAINERS is something else.</exception>
    public static bool HasContainers(this IDistributedApplicationBuilder builder) => builder.Configuration["CONTAINERS"]?.ToLowerInvariant() switch
    {
        "on" => true,
        "off" => false,
        null or "" or "auto" => Answers.Value,
        _ => throw new StartException("CONTAINERS must be on, off or auto."),
    };

    // The same programs that Aspire looks for, asked for what only their daemon knows.
    private static readonly Lazy<bool> Answers = new(() => Runs("docker") || Runs("podman"));

    private static bool Runs(string runtime)
    {
        try
        {
            using var info = Process.Start(new ProcessStartInfo(runtime, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = info.StandardOutput.ReadToEndAsync();
            _ = info.StandardError.ReadToEndAsync();
            if (info.WaitForExit(Patience))
                return info.ExitCode == 0;
            info.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
