using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;
using LiveOps.AppHost;

namespace LiveOps.Tests.AppHost;

public class The_model_as_it_runs
{
    [Theory]
    [InlineData("gateway", 8080, "LiveOps.Gateway", true)]
    [InlineData("fairness", 8081, "LiveOps.Fairness", false)]
    [InlineData("leaderboard", 8082, "LiveOps.Leaderboard", true)]
    [InlineData("progression", 8083, "LiveOps.Progression", true)]
    public async Task Each_service_is_a_project_at_its_port(string name, int port, string project, bool isPublic)
    {
        var model = await Model.RunAsync();

        var service = model.Get<ProjectResource>(name);

        EndpointAnnotation http = service.Endpoint("http");
        Assert.Equal((port, "http", isPublic), (http.Port, http.UriScheme, http.IsExternal));
        Assert.EndsWith(
            $"{project}/{project}.csproj", Assert.Single(service.Annotations.OfType<IProjectMetadata>()).ProjectPath.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(service.Annotations.OfType<ReplicaAnnotation>()).Replicas);
        Assert.Equal($"{name}_http_/readyz_200_check", Assert.Single(service.Annotations.OfType<HealthCheckAnnotation>()).Key);
    }

    [Theory]
    [InlineData("gateway", "fairness hmac-secret leaderboard operator-token progression redis servicebus", "fairness redis servicebus")]
    [InlineData("fairness", "operator-token redis servicebus", "redis servicebus")]
    [InlineData("leaderboard", "leaderboard-db operator-token redis servicebus", "leaderboard-db mysql redis servicebus")]
    [InlineData("progression", "hmac-secret operator-token progression-db receipt-secret redis servicebus", "mysql progression-db redis servicebus")]
    public async Task Each_service_refers_to_what_it_uses_and_waits_for_what_it_cannot_start_without(string name, string references, string waits)
    {
        var model = await Model.RunAsync();

        var service = model.Get<ProjectResource>(name);

        Assert.Equal(references.Split(' '), service.References().Order());
        Assert.Equal(waits.Split(' '), service.WaitsFor().Order());
    }

    [Theory]
    [InlineData("gateway", "BUS_KIND ConnectionStrings__redis ConnectionStrings__servicebus FAIRNESS_URL HMAC_SECRET OPERATOR_TOKEN services__fairness__http__0 services__fairness__verdicts__0 services__leaderboard__http__0 services__progression__http__0")]
    [InlineData("fairness", "BUS_KIND ConnectionStrings__redis ConnectionStrings__servicebus OPERATOR_TOKEN VERDICTS_PORT")]
    [InlineData("leaderboard", "BUS_KIND ConnectionStrings__leaderboard ConnectionStrings__redis ConnectionStrings__servicebus DB_KIND OPERATOR_TOKEN")]
    [InlineData("progression", "BUS_KIND ConnectionStrings__progression ConnectionStrings__redis ConnectionStrings__servicebus DB_KIND HMAC_SECRET OPERATOR_TOKEN RECEIPT_SECRET")]
    public async Task Each_service_gets_the_settings_it_reads_and_no_secret_that_is_not_its_own(string name, string expected)
    {
        var model = await Model.RunAsync();

        Dictionary<string, object> environment = await model.EnvironmentAsync(name);

        // Aspire itself adds what every .NET process gets (OTEL_…, ASPNETCORE_URLS …).
        Assert.Equal(expected.Split(' '), environment.Keys.Where(IsOurs).Order(StringComparer.Ordinal));
        Assert.Equal("servicebus", environment["BUS_KIND"]);
        if (environment.TryGetValue("DB_KIND", out object? database))
            Assert.Equal("mysql", database);
    }

    [Fact]
    public async Task State_is_kept_in_volumes_with_names_of_their_own()
    {
        var model = await Model.RunAsync();

        Assert.Equal("liveops-redis", Assert.Single(model.Get<RedisResource>("redis").Annotations.OfType<ContainerMountAnnotation>()).Source);
        Assert.Equal("liveops-mysql", Assert.Single(model.Get<MySqlServerResource>("mysql").Annotations.OfType<ContainerMountAnnotation>()).Source);
    }

    [Theory]
    [InlineData("progression")]
    [InlineData("leaderboard")]
    public async Task A_service_with_a_database_has_it_to_itself(string service)
    {
        var model = await Model.RunAsync();

        var database = model.Get<MySqlDatabaseResource>(service + "-db");

        Assert.Equal((service, "mysql"), (database.DatabaseName, database.Parent.Name));
        Assert.Equal([service], Model.Services.Where(name => model.Get<IResource>(name).References().Contains(database.Name)));
    }

    [Fact]
    public async Task One_topic_has_a_subscription_for_each_service_that_learns_from_events()
    {
        var model = await Model.RunAsync();

        var topic = model.Get<AzureServiceBusTopicResource>("events");

        Assert.True(model.Get<AzureServiceBusResource>("servicebus").IsEmulator);
        Assert.Equal(("events", "servicebus", true), (topic.TopicName, topic.Parent.Name, topic.RequiresDuplicateDetection));
        var subscriptions = model.Resources.OfType<AzureServiceBusSubscriptionResource>().ToList();
        Assert.Equal(["fairness", "leaderboard", "progression"], subscriptions.Select(s => s.SubscriptionName).Order());
        Assert.All(subscriptions, s => Assert.Equal((topic, 20), (s.Parent, s.MaxDeliveryCount)));
    }

    [Theory]
    [InlineData("hmac-secret")]
    [InlineData("receipt-secret")]
    [InlineData("operator-token")]
    public async Task A_secret_is_a_parameter_that_makes_itself_when_nobody_gives_it(string name)
    {
        var model = await Model.RunAsync();

        var parameter = model.Get<ParameterResource>(name);

        Assert.True(parameter.Secret);
        Assert.NotNull(parameter.Default);
        Assert.True(parameter.Default.GetDefaultValue().Length >= 48);
    }

    [Fact]
    public async Task Nothing_of_Azure_is_needed_to_run()
    {
        var model = await Model.RunAsync();

        Assert.Empty(model.Resources.OfType<AzureKeyVaultResource>());
        Assert.DoesNotContain("aks", model.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task The_gateway_has_a_command_that_sends_sample_events()
    {
        var model = await Model.RunAsync();

        Assert.Contains(model.Get<ProjectResource>("gateway").Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name == SampleEvents.Command);
    }

    internal static bool IsOurs(string variable) => variable is "BUS_KIND" or "DB_KIND" or "HMAC_SECRET" or "RECEIPT_SECRET" or "OPERATOR_TOKEN" or "FAIRNESS_URL" or "VERDICTS_PORT" or "POLICY_DIR"
        || variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || variable.StartsWith("services__", StringComparison.Ordinal);
}
