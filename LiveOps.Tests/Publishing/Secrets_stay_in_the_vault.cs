using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LiveOps.AppHost.Running;

namespace LiveOps.Tests.Publishing;

/// <summary>A secret, and whatever is made with one, is a file from the vault, and nothing of it is published but its name.</summary>
public sealed class Secrets_stay_in_the_vault
{
    private const string Value = "a value that must not be seen";

    [Fact]
    public async Task A_secret_that_is_added_to_the_model_goes_there_and_so_does_what_is_made_with_it()
    {
        var model = await Published.ModelAsync();
        IResourceBuilder<ParameterResource> secret = model.AddParameter("payment-key", Value, secret: true);
        var fairness = model.CreateResourceBuilder((ProjectResource)model.Resources.Single(resource => resource.Name == "fairness"));
        fairness.WithEnvironment("PAYMENT_KEY", secret).WithEnvironment("PAYMENT_URL", ReferenceExpression.Create($"https://u:{secret}@pay.example/"));

        PublishedFiles files = await Published.OfAsync(model);

        Assert.DoesNotContain(files.All, file => file.Text.Contains(Value, StringComparison.Ordinal) || file.Text.Contains("pay.example", StringComparison.Ordinal));
        Assert.DoesNotContain(files.Object("ConfigMap", "fairness-settings")["data"]!.AsObject(), setting => setting.Key.StartsWith("PAYMENT", StringComparison.Ordinal));
        Assert.Equal(
            ["ConnectionStrings__redis", "OPERATOR_TOKEN", "PAYMENT_KEY", "PAYMENT_URL"],
            Mounted(files, "fairness").Order(StringComparer.Ordinal));
        Assert.All((string[])["gateway", "leaderboard", "progression"], other => Assert.DoesNotContain("PAYMENT_KEY", Mounted(files, other)));
        JsonNode known = Assert.Single(JsonNode.Parse(files.Text("model.json"))!["secrets"].Items(), found => (string)found["name"]! == "PAYMENT-KEY");
        Assert.Equal("""["fairness"]""", known["owners"]!.ToJsonString());
    }

    [Theory]
    [InlineData("gateway", "ConnectionStrings__gateway ConnectionStrings__redis HMAC_SECRET OPERATOR_TOKEN")]
    [InlineData("console", "CONSOLE_SECRET ConnectionStrings__redis")]
    [InlineData("fairness", "ConnectionStrings__redis OPERATOR_TOKEN")]
    [InlineData("leaderboard", "ConnectionStrings__leaderboard ConnectionStrings__redis HMAC_SECRET OPERATOR_TOKEN")]
    [InlineData("progression", "ConnectionStrings__progression ConnectionStrings__redis HMAC_SECRET OPERATOR_TOKEN RECEIPT_SECRET")]
    [InlineData("gateway-migration", "ConnectionStrings__gateway")]
    [InlineData("leaderboard-migration", "ConnectionStrings__leaderboard")]
    [InlineData("progression-migration", "ConnectionStrings__progression")]
    [InlineData("leaderboard-nightly", "ConnectionStrings__leaderboard")]
    [InlineData("progression-nightly", "ConnectionStrings__progression")]
    public async Task Each_workload_mounts_its_own(string workload, string expected) =>
        Assert.Equal(expected.Split(' '), Mounted(await Published.FilesAsync(), workload));

    [Fact]
    public async Task No_object_is_a_Secret() => Assert.DoesNotContain((await Published.FilesAsync()).Objects, found => found.Kind() == "Secret");

    [Fact]
    public async Task A_secret_among_arguments_is_refused()
    {
        var model = await Published.ModelAsync();
        IResourceBuilder<ParameterResource> secret = model.AddParameter("payment-key", Value, secret: true);
        model.CreateResourceBuilder((ProjectResource)model.Resources.Single(resource => resource.Name == "fairness")).WithArgs(secret);

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.Equal("fairness has a secret among its arguments, where everybody may read it: make it a setting.", e.Message);
    }

    [Fact]
    public async Task One_name_for_two_secrets_is_refused()
    {
        var model = await Published.ModelAsync();
        IResourceBuilder<ParameterResource> other = model.AddParameter("another-token", Value, secret: true);
        model.CreateResourceBuilder((ProjectResource)model.Resources.Single(resource => resource.Name == "gateway")).WithEnvironment("OPERATOR_TOKEN", other);

        var e = await Assert.ThrowsAsync<StartException>(() => Published.OfAsync(model));
        Assert.Equal("fairness and gateway call two different secrets OPERATOR-TOKEN: made of operator-token, and of another-token.", e.Message);
    }

    private static string[] Mounted(PublishedFiles files, string workload)
    {
        string objects = (string)files.Object("SecretProviderClass", workload + "-secrets-v1").At("spec parameters objects")!;
        return [.. YamlTree.ParseAll(objects).Single()["array"].Items().Select(item => (string)YamlTree.ParseAll((string)item!).Single()["objectAlias"]!)];
    }
}
