using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.AppHost;

/// <summary>Aspire gives no state to what has no process, and whoever waits for it waits without end: findings/aspire-child-outlives-parent.sh.</summary>
public sealed class What_may_be_waited_for
{
    [Fact]
    public async Task Every_part_of_the_cluster_has_a_state_to_wait_for()
    {
        var model = await Model.ClusterAsync();
        IResource[] parts = [.. model.Resources.Where(resource => resource is IResourceWithParent and not (ContainerResource or ExecutableResource or ProjectResource))];

        Assert.Contains(parts, part => part is AzureServiceBusTopicResource);
        Assert.Contains(parts, part => part is AzureServiceBusSubscriptionResource);
        Assert.Contains(parts, part => part is MySqlDatabaseResource);
        Assert.All(parts, part => Assert.Equal(KnownResourceStates.Running, FirstState(part)));
    }

    [Fact]
    public async Task Service_Bus_is_there_once_its_emulator_is_ready_and_its_parts_when_it_is()
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        IResourceBuilder<AzureServiceBusResource> bus = builder.AddAzureServiceBus("bus").RunAsEmulator();
        IResourceBuilder<AzureServiceBusSubscriptionResource> part = bus.AddServiceBusTopic("events").AddServiceBusSubscription("events-one", "one");
        var waiting = builder.AddExecutable("waiting", "true", ".").WaitFor(part).Resource;
        using DistributedApplication application = builder.Build();
        var notifications = application.Services.GetRequiredService<ResourceNotificationService>();

        Assert.Equal(["bus", "events", "events-one"], waiting.WaitsFor().Order());
        Assert.Equal(KnownResourceStates.Waiting, FirstState(bus.Resource));
        await builder.Eventing.PublishAsync(new ResourceReadyEvent(bus.Resource.Emulator!, application.Services), TestContext.Current.CancellationToken);

        Assert.True(notifications.TryGetCurrentState("bus", out ResourceEvent? now));
        Assert.Equal(KnownResourceStates.Running, now.Snapshot.State?.Text);
    }

    [Fact]
    public void A_vault_and_its_secrets_are_there_from_the_first()
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        IResourceBuilder<AzureKeyVaultResource> vault = builder.AddAzureKeyVault("vault");
        IResourceBuilder<AzureKeyVaultSecretResource> secret = vault.AddSecret("vault-token", "TOKEN", builder.AddParameter("token", "a value"));

        Assert.Equal((KnownResourceStates.Running, KnownResourceStates.Running), (FirstState(vault.Resource), FirstState(secret.Resource)));
    }

    private static string? FirstState(IResource resource) => Assert.Single(resource.Annotations.OfType<ResourceSnapshotAnnotation>()).InitialSnapshot.State?.Text;
}
