using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;
using Aspire.Hosting.Kubernetes;

namespace LiveOps.Tests.AppHost;

public class The_model_as_it_is_published
{
    [Fact]
    public async Task It_has_a_cluster()
    {
        var model = await Model.PublishAsync();

        Assert.Equal("aks", Assert.Single(model.Resources.OfType<KubernetesEnvironmentResource>()).Name);
    }

    [Fact]
    public async Task A_vault_holds_the_secrets()
    {
        var model = await Model.PublishAsync();

        var secrets = model.Resources.OfType<AzureKeyVaultSecretResource>().ToList();

        Assert.Equal(["HMAC-SECRET", "OPERATOR-TOKEN", "RECEIPT-SECRET"], secrets.Select(secret => secret.SecretName).Order());
        Assert.All(secrets, secret => Assert.Equal("vault", secret.Parent.Name));
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("mysql")]
    public async Task Stores_are_left_to_Azure(string store)
    {
        var model = await Model.PublishAsync();

        Assert.Contains(ManifestPublishingCallbackAnnotation.Ignore, model.Get<ContainerResource>(store).Annotations);
    }

    [Fact]
    public async Task The_bus_is_the_real_one() =>
        Assert.False((await Model.PublishAsync()).Get<AzureServiceBusResource>("servicebus").IsEmulator);

    [Theory]
    [InlineData("gateway", "BUS_KIND ConnectionStrings__servicebus FAIRNESS_URL services__fairness__http__0 services__fairness__verdicts__0 services__leaderboard__http__0 services__progression__http__0")]
    [InlineData("fairness", "BUS_KIND ConnectionStrings__servicebus POLICY_DIR VERDICTS_PORT")]
    [InlineData("leaderboard", "BUS_KIND ConnectionStrings__servicebus DB_KIND POLICY_DIR")]
    [InlineData("progression", "BUS_KIND ConnectionStrings__servicebus DB_KIND POLICY_DIR")]
    public async Task No_secret_is_left_in_an_environment(string service, string expected)
    {
        var model = await Model.PublishAsync();

        Dictionary<string, object> environment = await model.EnvironmentAsync(service);

        Assert.Equal(expected.Split(' '), environment.Keys.Where(The_model_as_it_runs.IsOurs).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(environment.Values, value => value is ParameterResource { Secret: true });
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("fairness")]
    [InlineData("leaderboard")]
    [InlineData("progression")]
    public async Task Each_service_has_an_identity_of_its_own(string service)
    {
        var model = await Model.PublishAsync();

        Dictionary<string, object> environment = await model.EnvironmentAsync(service);

        Assert.Same(model.Get<ParameterResource>(service + "-client-id"), environment["AZURE_CLIENT_ID"]);
        Assert.Single(model.Get<IResource>(service).Annotations.OfType<KubernetesServiceCustomizationAnnotation>());
    }
}
