namespace LiveOps.AppHost.Running;

/// <summary>
/// Starts what the build has made of a project. Left alone Aspire runs <c>dotnet run</c>, which reads the project anew, once for each replica
/// (1 to 2 s of a core), and stays between DCP and the service: a signal to the one is not one to the other.
/// </summary>
internal static class BuiltProgram
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    /// <summary>
    /// Adds a project that is started by the program that was built of it, where that lies where a build puts it. An IDE starts projects in its own
    /// way, and what is published are projects. No launch profile: what is not said in the model is not there, but paths, which are told in full.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddProgram<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        string project = new TProject().ProjectPath;
        string program = Path.Combine(
            Path.GetDirectoryName(project)!, "bin", Configuration, $"net{Environment.Version.Major}.0", Path.GetFileNameWithoutExtension(project) + ".dll");
        if (builder.ExecutionContext.IsPublishMode || Environment.GetEnvironmentVariable("DEBUG_SESSION_PORT") is { Length: > 0 } || !File.Exists(program))
            return builder.AddProject<TProject>(name, launchProfileName: null).WithPaths();
        // `dotnet run --project <path>` becomes `dotnet exec <path>`.
#pragma warning disable ASPIREPROJECTS001 // an experiment of Aspire's: where it ends, so does this file
        return builder.AddProject(name, program, launchProfileName: null).WithAnnotation(new ProjectLaunchArgsOverrideAnnotation(["exec"])).WithPaths();
#pragma warning restore ASPIREPROJECTS001
    }
}
