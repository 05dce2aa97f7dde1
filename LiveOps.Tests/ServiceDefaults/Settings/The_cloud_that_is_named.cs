using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.ServiceDefaults.Settings;

/// <summary>What <c>CLOUD</c> chooses, and what contradicts it.</summary>
public sealed class The_cloud_that_is_named
{
    [Theory]
    [InlineData(null, null, BusKind.Embedded)]
    [InlineData("", "", BusKind.Embedded)]
    [InlineData("azure", null, BusKind.ServiceBus)]
    [InlineData("AWS", "", BusKind.Sqs)]
    [InlineData("aws", "redis", BusKind.Redis)]
    [InlineData("azure", "redis", BusKind.Redis)]
    [InlineData("azure", "embedded", BusKind.Embedded)]
    [InlineData("aws", "sqs", BusKind.Sqs)]
    [InlineData(null, "SQS", BusKind.Sqs)]
    public void Chooses_the_bus_where_nothing_else_does(string? cloud, string? bus, object kind) => Assert.Equal(kind, Configuration(cloud, bus).GetBusKind());

    [Theory]
    [InlineData("azure", "sqs", "BUS_KIND=sqs contradicts CLOUD=azure")]
    [InlineData("aws", "servicebus", "BUS_KIND=servicebus contradicts CLOUD=aws")]
    [InlineData("gcp", null, "CLOUD must be azure or aws")]
    [InlineData("gcp", "redis", "CLOUD must be azure or aws")]
    [InlineData("aws", "kafka", "BUS_KIND must be embedded, redis, servicebus or sqs")]
    public void A_bus_of_the_other_cloud_stops_the_start(string? cloud, string? bus, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<SettingException>(() => Configuration(cloud, bus).GetBusKind()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("KEYVAULT_URI")]
    [InlineData("ConnectionStrings:secrets")]
    public void A_vault_of_the_other_cloud_stops_the_start(string setting)
    {
        using var folder = new TempFolder();
        var e = Assert.Throws<SettingException>(() => Build(("CLOUD", "aws"), (setting, "https://liveops.vault.azure.net"), ("SECRETS_DIR", folder.Path)));
        Assert.StartsWith("KEYVAULT_URI (or ConnectionStrings__secrets) contradicts CLOUD=aws", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws")]
    [InlineData("azure")]
    public void Secrets_in_the_environment_are_enough_in_either(string cloud)
    {
        using var folder = new TempFolder();
        WebApplicationBuilder builder = Build(("CLOUD", cloud), ("SECRETS_DIR", folder.Path), ("OPERATOR_TOKEN", "a-token-from-the-environment"));
        Assert.Equal("a-token-from-the-environment", builder.Configuration["OPERATOR_TOKEN"]);
    }

    [Theory]
    [InlineData("aws")]
    [InlineData("azure")]
    public void Mounted_files_are_a_place_for_the_secrets_of_either(string cloud)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("OPERATOR_TOKEN"), "a-token-from-a-mounted-file");
        Assert.Equal("a-token-from-a-mounted-file", Build(("CLOUD", cloud), ("SECRETS_DIR", folder.Path)).Configuration["OPERATOR_TOKEN"]);
    }

    [Fact]
    public async Task The_embedded_system_says_which_settings_choose_its_bus()
    {
        using var folder = new TempFolder();
        using LiveProcess live = LiveProcess.Start(folder.File("data"), ("CLOUD", "aws"));
        Assert.Equal(1, await live.ExitAsync());
        Assert.Contains("CLOUD", live.Output, StringComparison.Ordinal);
        Assert.Contains("BUS_KIND must be embedded", live.Output, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(string? cloud, string? bus) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("CLOUD", cloud), KeyValuePair.Create("BUS_KIND", bus)]).Build();

    private static WebApplicationBuilder Build(params (string Name, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.AddServiceDefaults("test");
        return builder;
    }
}
