using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LiveOps.AppHost;
using LiveOps.AppHost.Running;

namespace LiveOps.Tests.Publishing;

/// <summary>What is added to the model is published well, or refused with a sentence.</summary>
public sealed class A_model_that_is_changed
{
    [Fact]
    public async Task A_service_more_is_one_line_of_it()
    {
        var model = await Published.ModelAsync();
        var fairness = Project(model, "fairness");

        model.AddService<Projects.LiveOps_Gateway>("quests", port: 8085).WithReference(fairness.GetEndpoint("http")).WithEnvironment("BUILD", "20261128_1");

        PublishedFiles files = await Published.OfAsync(model);
        Assert.Equal(
            ["ConfigMap", "Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceAccount"],
            files.Objects.Where(found => (string)found.At("metadata labels")!["app.kubernetes.io/name"]! == "quests").Select(found => found.Kind()).Order());
        Assert.Equal("20261128_1", (string)files.Object("ConfigMap", "quests-settings").At("data BUILD")!);
        Assert.Equal("interface", (string)files.Object("Deployment", "quests").Pod().At("spec tolerations 0 value")!);
        Assert.Contains("quests.yaml", files.Text("base/kustomization.yaml"), StringComparison.Ordinal);
        // It calls fairness at one port, and fairness lets it.
        JsonNode rule = Assert.Single(files.Object("NetworkPolicy", "fairness").At("spec ingress").Items(), rule => (string?)rule.At("from 0 podSelector matchLabels")?["app.kubernetes.io/name"] == "quests");
        Assert.Equal(8080, (int)Assert.Single(rule["ports"].Items())["port"]!);
        Assert.Contains(JsonNode.Parse(files.Text("model.json"))!["workloads"].Items(), found => (string)found["name"]! == "quests");
    }

    [Fact]
    public async Task A_reference_to_what_is_not_published_is_refused_by_both_their_names()
    {
        var model = await Published.ModelAsync();
        var elsewhere = model.AddService<Projects.LiveOps_Gateway>("elsewhere", port: 8086).ExcludeFromManifest();
        Project(model, "fairness").WithEnvironment("ELSEWHERE", elsewhere.GetEndpoint("http"));

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.Equal("fairness refers to elsewhere, which is not published.", e.Message);
    }

    [Fact]
    public async Task A_container_is_refused()
    {
        var model = await Published.ModelAsync();
        model.AddContainer("cache", "redis");

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.StartsWith("cache is no project: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_nobody_can_ask_how_it_is_is_refused()
    {
        var model = await Published.ModelAsync();
        model.AddMigration<Projects.LiveOps_Progression>("worker");

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.StartsWith("worker has no endpoint http, and nobody waits for its end", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("network")]
    [InlineData("Quests")]
    [InlineData("a-name-that-is-longer-than-any-pod-of-a-service-could-have")]
    public async Task A_name_that_Kubernetes_or_another_file_has_no_room_for_is_refused(string name)
    {
        var model = await Published.ModelAsync();
        model.AddService<Projects.LiveOps_Gateway>(name, port: 8085);

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.StartsWith($"{name} is no name to publish: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_whose_name_is_none_of_a_port_is_refused()
    {
        var model = await Published.ModelAsync();
        Project(model, "fairness").WithHttpEndpoint(targetPort: 9000, name: "much-too-long-a-name");

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.StartsWith("fairness has the endpoint much-too-long-a-name, which Kubernetes takes for no name of a port", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_with_TLS_is_refused()
    {
        var model = await Published.ModelAsync();
        Project(model, "fairness").WithHttpsEndpoint(targetPort: 8443);

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.Equal("fairness has the endpoint https, which is https: what is published listens to http, and TLS ends before it.", e.Message);
    }

    [Fact]
    public async Task Two_endpoints_at_one_port_are_refused()
    {
        var model = await Published.ModelAsync();
        Project(model, "fairness").WithHttpEndpoint(name: "admin");

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.Equal("fairness has two endpoints at port 8080, http and admin: give one of them a target port.", e.Message);
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_a_sentence_before_anything_begins()
    {
        var model = await Published.ModelAsync();
        model.AddParameter("region-name");

        var e = await Assert.ThrowsAsync<StartException>(() => PublishOutcome.WatchAsync(model));
        Assert.Equal("The parameter region-name has no value: set Parameters__region_name, or give it a default in the model.", e.Message);
    }

    [Fact]
    public async Task No_value_of_a_secret_is_asked_for()
    {
        var model = await Published.ModelAsync();
        model.AddParameter("payment-key", secret: true);

        await PublishOutcome.WatchAsync(model);
    }

    private static IResourceBuilder<ProjectResource> Project(IDistributedApplicationBuilder model, string name) =>
        model.CreateResourceBuilder((ProjectResource)model.Resources.Single(resource => resource.Name == name));
}
