using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;
using LiveOps.AppHost.Commands;
using LiveOps.AppHost.Resources.ServiceBus;

namespace LiveOps.Tests.AppHost;

/// <summary>What cannot run where there are no containers, read from the model.</summary>
public class The_model_of_the_cluster
{
    [Theory]
    [InlineData("gateway", true)]
    [InlineData("fairness", false)]
    [InlineData("leaderboard", true)]
    [InlineData("progression", true)]
    [InlineData("console", false)]
    public async Task Each_service_is_two_replicas_that_are_asked_whether_they_are_ready(string name, bool isPublic)
    {
        var service = (await Model.ClusterAsync()).Get<ProjectResource>(name);

        Assert.Equal(("http", isPublic), (service.Endpoint("http").UriScheme, service.Endpoint("http").IsExternal));
        Assert.Equal(2, Assert.Single(service.Annotations.OfType<ReplicaAnnotation>()).Replicas);
        Assert.Equal($"{name}_http_/readyz_200_check", Assert.Single(service.Annotations.OfType<HealthCheckAnnotation>()).Key);
    }

    [Theory]
    [InlineData("gateway", "fairness gateway-db hmac-secret leaderboard operator-token progression redis servicebus servicebus-emulator", "fairness gateway-db mysql redis servicebus-emulator")]
    [InlineData("fairness", "operator-token redis servicebus servicebus-emulator", "redis servicebus-emulator")]
    [InlineData("console", "console-secret fairness gateway leaderboard progression redis", "")]
    [InlineData("leaderboard", "hmac-secret leaderboard-db operator-token redis servicebus servicebus-emulator", "leaderboard-db mysql redis servicebus-emulator")]
    [InlineData("progression", "fairness gateway hmac-secret leaderboard operator-token progression-db receipt-secret redis servicebus servicebus-emulator", "mysql progression-db redis servicebus-emulator")]
    public async Task Each_service_refers_to_what_it_uses_and_waits_for_what_it_cannot_start_without(string name, string references, string waits)
    {
        var service = (await Model.ClusterAsync()).Get<ProjectResource>(name);

        Assert.Equal(references.Split(' '), service.References().Order());
        Assert.Equal(waits.Split(' ', StringSplitOptions.RemoveEmptyEntries), service.WaitsFor().Order());
    }

    [Theory]
    [InlineData("gateway", "BUS_KIND ConnectionStrings__gateway ConnectionStrings__redis ConnectionStrings__servicebus ConnectionStrings__servicebusadmin DB_KIND FAIRNESS_URL HMAC_SECRET OPERATOR_TOKEN services__fairness__http__0 services__fairness__verdicts__0 services__leaderboard__http__0 services__progression__http__0")]
    [InlineData("fairness", "BUS_KIND ConnectionStrings__redis ConnectionStrings__servicebus ConnectionStrings__servicebusadmin OPERATOR_TOKEN VERDICTS_PORT")]
    [InlineData("console", "CONSOLE_SECRET ConnectionStrings__redis services__fairness__http__0 services__gateway__http__0 services__leaderboard__http__0 services__progression__http__0")]
    [InlineData("leaderboard", "BUS_KIND ConnectionStrings__leaderboard ConnectionStrings__redis ConnectionStrings__servicebus ConnectionStrings__servicebusadmin DB_KIND HMAC_SECRET OPERATOR_TOKEN")]
    [InlineData("progression", "BUS_KIND ConnectionStrings__progression ConnectionStrings__redis ConnectionStrings__servicebus ConnectionStrings__servicebusadmin DB_KIND HMAC_SECRET OPERATOR_TOKEN RECEIPT_SECRET services__fairness__http__0 services__gateway__http__0 services__leaderboard__http__0")]
    public async Task Each_service_gets_the_settings_it_reads_and_no_secret_that_is_not_its_own(string name, string expected)
    {
        Dictionary<string, object> environment = await (await Model.ClusterAsync()).EnvironmentAsync(name);

        Assert.Equal(expected.Split(' '), environment.Keys.Where(Model.IsOurs).Order(StringComparer.Ordinal));
        if (name != "console")
            Assert.Equal("servicebus", environment["BUS_KIND"]);
        if (environment.TryGetValue("DB_KIND", out object? database))
            Assert.Equal("mysql", database);
    }

    [Fact]
    public async Task State_is_kept_in_volumes_with_names_of_their_own()
    {
        var model = await Model.ClusterAsync();

        Assert.Equal("liveops-redis", Assert.Single(model.Get<RedisResource>("redis").Annotations.OfType<ContainerMountAnnotation>()).Source);
        Assert.Equal("liveops-mysql", Assert.Single(model.Get<MySqlServerResource>("mysql").Annotations.OfType<ContainerMountAnnotation>()).Source);
    }

    [Theory]
    [InlineData("progression")]
    [InlineData("leaderboard")]
    [InlineData("gateway")]
    public async Task A_service_with_a_database_has_it_to_itself(string service)
    {
        var model = await Model.ClusterAsync();

        var database = model.Get<MySqlDatabaseResource>(service + "-db");

        Assert.Equal((service, "mysql"), (database.DatabaseName, database.Parent.Name));
        Assert.Equal([service], Model.Services.Where(name => model.Get<IResource>(name).References().Contains(database.Name)));
    }

    [Theory]
    [InlineData("gateway", "gateway-migration")]
    [InlineData("fairness", null)]
    [InlineData("progression", "progression-migration")]
    [InlineData("leaderboard", "leaderboard-migration")]
    public async Task Migrations_complete_before_the_service_starts_whose_database_it_is(string service, string? migration)
    {
        var completed = (await Model.ClusterAsync()).Get<ProjectResource>(service).Annotations.OfType<WaitAnnotation>().Where(wait => wait.WaitType == WaitType.WaitForCompletion);

        Assert.Equal(migration, completed.SingleOrDefault()?.Resource.Name);
        Assert.All(completed, wait => Assert.Equal(0, wait.ExitCode));
    }

    [Fact]
    public async Task One_topic_has_a_subscription_for_each_service_that_learns_from_events_and_the_emulator_is_told()
    {
        var model = await Model.ClusterAsync();

        var bus = model.Get<AzureServiceBusResource>("servicebus");

        Assert.True(bus.IsEmulator);
        Assert.Equal(
            """{"UserConfig":{"Namespaces":[{"Name":"sbemulatorns","Topics":[{"Name":"events","Properties":{"RequiresDuplicateDetection":true,"DuplicateDetectionHistoryTimeWindow":"PT5M"},"Subscriptions":["""
            + string.Join(',', ((string[])["fairness", "progression", "leaderboard"]).Select(name => $$$"""{"Name":"{{{name}}}","Properties":{"MaxDeliveryCount":20,"LockDuration":"PT1M"}}"""))
            + """]}]}],"Logging":{"Type":"Console"}}}""",
            ServiceBusEmulatorExtensions.Config(bus));
    }

    [Fact]
    public async Task The_gateway_has_a_command_that_sends_sample_events() => Assert.Contains(
        (await Model.ClusterAsync()).Get<ProjectResource>("gateway").Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name == SampleEvents.Command);
}
