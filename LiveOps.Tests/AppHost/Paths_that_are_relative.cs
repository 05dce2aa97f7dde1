using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace LiveOps.Tests.AppHost;

/// <summary>Programs that the AppHost starts stand in folders of their own: a path means what it meant to whoever typed it.</summary>
public sealed class Paths_that_are_relative
{
    [Fact]
    public async Task An_embedded_system_is_given_whole_paths_in_its_arguments_and_its_environment()
    {
        await using IDistributedApplicationTestingBuilder model = await Model.CreateAsync(
            "--SECRETS_DIR=given", "--policy_dir", "some/policies", "--LIVEOPS_DATA=data", "--EXPORT_TO=https://account.blob.core.windows.net/exports", "--LOG_LEVEL", "Debug", "--GATEWAY_PORT=0");

        Assert.Equal(
            [$"--SECRETS_DIR={Whole("given")}", "--policy_dir", Whole("some/policies"), $"--LIVEOPS_DATA={Whole("data")}", "--EXPORT_TO=https://account.blob.core.windows.net/exports", "--LOG_LEVEL", "Debug", "--GATEWAY_PORT=0"],
            await ArgumentsAsync(model.Get<ProjectResource>("liveops")));
        Dictionary<string, object> environment = await model.EnvironmentAsync("liveops");
        Assert.Equal((Whole("given"), Whole("some/policies"), Whole("data")), (environment["SECRETS_DIR"], environment["POLICY_DIR"], environment["LIVEOPS_DATA"]));
        Assert.Equal("https://account.blob.core.windows.net/exports", environment["EXPORT_TO"]);
    }

    [Theory]
    [InlineData("SECRETS_DIR", "given")]
    [InlineData("POLICY_DIR", "../policies")]
    [InlineData("CONSOLE_DATA", "./console")]
    [InlineData("REDIS_CA_FILE", "ca.pem")]
    public async Task Every_service_of_a_cluster_is_given_a_whole_path(string name, string path)
    {
        await using IDistributedApplicationTestingBuilder model = await Model.CreateAsync(["--LIVEOPS_SYSTEM=cluster", "--CONTAINERS=on", $"--{name}={path}", .. Model.FreePorts]);

        foreach (string service in Model.Services.Concat(["console", "progression-migration"]))
            Assert.Equal(Whole(path), (await model.EnvironmentAsync(service))[name]);
    }

    private static string Whole(string path) => Path.GetFullPath(path);

    private static async Task<IEnumerable<object>> ArgumentsAsync(ProjectResource program)
    {
        var arguments = new List<object>();
        foreach (CommandLineArgsCallbackAnnotation callback in program.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await callback.Callback(new CommandLineArgsCallbackContext(arguments));
        return arguments;
    }
}
