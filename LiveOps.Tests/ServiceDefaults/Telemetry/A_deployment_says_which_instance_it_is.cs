using Microsoft.AspNetCore.Builder;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

/// <summary>What OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME say holds, though the SDK's AddService replaces it: findings/otel-add-service-replaces-instance.sh.</summary>
[Collection(nameof(Telemetry_to_a_collector))]
public sealed class A_deployment_says_which_instance_it_is
{
    private static readonly string[] Signals = ["traces", "metrics", "logs"];

    [Fact]
    public async Task Its_name_its_instance_and_whatever_else_it_says_stand_on_traces_metrics_and_logs()
    {
        await using OtlpCollector collector = await SendAsync(
            ("BUS_KIND", "redis"), ("OTEL_SERVICE_NAME", "named"), ("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=pod-7,service.namespace=season,service.version=3"));

        Assert.All(Signals, signal => Assert.Equal(("named", "pod-7", "season", "3"), Said(collector, signal)));
    }

    [Fact]
    public async Task Where_one_process_is_four_services_each_keeps_its_own_name_and_all_are_one_instance()
    {
        await using OtlpCollector collector = await SendAsync(("OTEL_SERVICE_NAME", "named"), ("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=pod-7,service.name=named"));

        Assert.All(Signals, signal => Assert.Equal(("test", "pod-7", "liveops", ""), Said(collector, signal)));
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("embedded")]
    public async Task Of_one_that_says_nothing_all_three_have_the_same_id_that_was_made_for_it(string busKind)
    {
        await using OtlpCollector collector = await SendAsync(("BUS_KIND", busKind), ("OTEL_SERVICE_NAME", ""));

        (string name, string id, string space, _) = Said(collector, "traces");
        Assert.Equal(("test", "liveops"), (name, space));
        Assert.True(Guid.TryParse(id, out _), id);
        Assert.All(Signals, signal => Assert.Equal(id, Said(collector, signal).Instance));
    }

    private static (string Name, string Instance, string Namespace, string Version) Said(OtlpCollector collector, string signal)
    {
        Assert.NotEmpty(collector.Senders(signal));
        return Assert.Single(collector.Senders(signal).Select(said => (Of(said, "name"), Of(said, "instance.id"), Of(said, "namespace"), Of(said, "version"))).Distinct());

        static string Of(Dictionary<string, string> said, string attribute) => said.GetValueOrDefault("service." + attribute, "");
    }

    private static async Task<OtlpCollector> SendAsync(params (string Name, string Value)[] settings)
    {
        OtlpCollector collector = await OtlpCollector.StartAsync();
        await using DefaultsHost host = await DefaultsHost.StartAsync(
            app => app.MapGet("/fails", () => { throw new InvalidOperationException("so that something is logged"); }),
            builder =>
            {
                builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
                foreach ((string name, string value) in settings)
                    builder.Configuration[name] = value;
            });
        using HttpResponseMessage answer = await host.Client.GetAsync("/fails", TestContext.Current.CancellationToken);
        return collector;
    }
}
