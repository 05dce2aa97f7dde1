using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;

namespace LiveOps.Tests.AppHost;

public class The_model_as_it_is_published
{
    [Fact]
    public async Task A_vault_holds_the_secrets()
    {
        var model = await Model.PublishAsync();

        var secrets = model.Resources.OfType<AzureKeyVaultSecretResource>().ToList();

        Assert.Equal(["CONSOLE-SECRET", "HMAC-SECRET", "OPERATOR-TOKEN", "RECEIPT-SECRET"], secrets.Select(secret => secret.SecretName).Order());
        Assert.All(secrets, secret => Assert.Equal(("vault", true), (secret.Parent.Name, secret.Value.Secret)));
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("progression-db")]
    [InlineData("leaderboard-db")]
    [InlineData("gateway-db")]
    public async Task Stores_are_left_to_Azure_and_known_by_a_secret_connection_string(string store)
    {
        var model = await Model.PublishAsync();

        Assert.True(model.Get<ParameterResource>(store).Secret);
        Assert.Empty(model.Resources.OfType<ContainerResource>());
        Assert.Empty(model.Resources.OfType<ExecutableResource>());
    }

    [Fact]
    public async Task The_bus_is_a_namespace_that_is_known_by_its_host_name_alone()
    {
        var bus = (await Model.PublishAsync()).Get<AzureServiceBusResource>("servicebus");

        Assert.False(bus.IsEmulator);
        Assert.Equal("{servicebus-host.value}", bus.ConnectionStringExpression.ValueExpression);
        Assert.False(bus.HostName!.Secret);
        Assert.Equal(["fairness", "progression", "leaderboard"], bus.Topics.Single().Subscriptions.Select(subscription => subscription.SubscriptionName));
    }

    [Theory]
    [InlineData("gateway", "BUS_KIND ConnectionStrings__gateway ConnectionStrings__redis ConnectionStrings__servicebus DB_KIND FAIRNESS_URL HMAC_SECRET OPERATOR_TOKEN services__fairness__http__0 services__fairness__verdicts__0 services__leaderboard__http__0 services__progression__http__0")]
    [InlineData("fairness", "BUS_KIND ConnectionStrings__redis ConnectionStrings__servicebus OPERATOR_TOKEN POLICY_DIR VERDICTS_PORT")]
    [InlineData("leaderboard", "BUS_KIND ConnectionStrings__leaderboard ConnectionStrings__redis ConnectionStrings__servicebus DB_KIND HMAC_SECRET OPERATOR_TOKEN POLICY_DIR RETENTION")]
    [InlineData("progression", "BUS_KIND ConnectionStrings__progression ConnectionStrings__redis ConnectionStrings__servicebus DB_KIND HMAC_SECRET OPERATOR_TOKEN POLICY_DIR RECEIPT_SECRET RETENTION services__fairness__http__0 services__gateway__http__0 services__leaderboard__http__0")]
    [InlineData("progression-migration", "ConnectionStrings__progression DB_KIND")]
    public async Task Each_service_is_given_what_it_reads_and_no_secret_that_is_not_its_own(string service, string expected)
    {
        Dictionary<string, object> environment = await (await Model.PublishAsync()).EnvironmentAsync(service);

        Assert.Equal(expected.Split(' '), environment.Keys.Where(Model.IsOurs).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("gateway", "LiveOps.Gateway")]
    [InlineData("fairness", "LiveOps.Fairness")]
    [InlineData("progression-migration", "LiveOps.Progression")]
    public async Task What_is_published_are_projects(string service, string project) => Assert.EndsWith(
        $"{project}/{project}.csproj",
        Assert.Single((await Model.PublishAsync()).Get<ProjectResource>(service).Annotations.OfType<IProjectMetadata>()).ProjectPath.Replace('\\', '/'),
        StringComparison.Ordinal);

    [Fact]
    public async Task Gateways_ask_for_verdicts_at_a_port_that_is_always_the_same() =>
        Assert.Equal(8091, (await Model.PublishAsync()).Get<ProjectResource>("fairness").Endpoint("verdicts").TargetPort);
}
