using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace LiveOps.Tests.AppHost;

public class Migrations
{
    [Theory]
    [InlineData("progression")]
    [InlineData("leaderboard")]
    public async Task Are_the_services_own_program_told_to_migrate_its_own_database(string service)
    {
        var model = await Model.RunAsync();

        var step = model.Get<ProjectResource>($"{service}-migration");

        var args = new List<object>();
        foreach (CommandLineArgsCallbackAnnotation callback in step.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await callback.Callback(new CommandLineArgsCallbackContext(args, TestContext.Current.CancellationToken));
        Assert.Equal(["migrate"], args);
        Assert.Equal(
            Assert.Single(model.Get<ProjectResource>(service).Annotations.OfType<IProjectMetadata>()).ProjectPath,
            Assert.Single(step.Annotations.OfType<IProjectMetadata>()).ProjectPath);
        Assert.Equal(
            [$"ConnectionStrings__{service}", "DB_KIND"],
            (await model.EnvironmentAsync(step.Name)).Keys.Where(The_model_as_it_runs.IsOurs).Order(StringComparer.Ordinal));
        Assert.Equal(new[] { $"{service}-db", "mysql" }.Order(), step.WaitsFor().Order());
    }

    [Theory]
    [InlineData("gateway", null)]
    [InlineData("fairness", null)]
    [InlineData("progression", "progression-migration")]
    [InlineData("leaderboard", "leaderboard-migration")]
    public async Task Complete_before_the_service_starts_whose_database_it_is(string service, string? migration)
    {
        var model = await Model.RunAsync();

        var completed = model.Get<ProjectResource>(service).Annotations.OfType<WaitAnnotation>().Where(wait => wait.WaitType == WaitType.WaitForCompletion);

        Assert.Equal(migration, completed.SingleOrDefault()?.Resource.Name);
        Assert.All(completed, wait => Assert.Equal(0, wait.ExitCode));
    }
}
