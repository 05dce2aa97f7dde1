using LiveOps.Embedded;

namespace LiveOps.AppHost;

/// <summary>Runs the system where Aspire cannot: in this process, on embedded stores.</summary>
internal static class EmbeddedRun
{
    /// <summary>Runs it until it is told to stop; sets the process's exit code. Where Aspire is, its own method of this name is the one called.</summary>
    public static void Run(this DistributedApplication application)
    {
        // `dotnet run` applies the launch profile, which is Aspire's: it says where the dashboard listens, not where services do.
        if (Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE") is not null)
        {
            foreach (string name in (string[])["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
                Environment.SetEnvironmentVariable(name, null);
        }

        Environment.ExitCode = EmbeddedProgram.RunAsync([.. application.Args]).GetAwaiter().GetResult();
    }
}
