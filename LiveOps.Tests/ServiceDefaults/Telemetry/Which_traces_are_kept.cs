using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

/// <summary>
/// OTEL_TRACES_SAMPLER says it for everybody who is sent traces, Azure Monitor's exporter beside or not (findings/azure-monitor-exporter-takes-sampler.sh), and says nothing of logs
/// (findings/azure-monitor-errors-of-unsampled.sh).
/// </summary>
[Collection(nameof(Telemetry_to_a_collector))]
public sealed class Which_traces_are_kept
{
    private const string Sampler = "OTEL_TRACES_SAMPLER", Azure = "APPLICATIONINSIGHTS_CONNECTION_STRING", Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Theory]
    [InlineData("always_on", null, 40)]
    [InlineData("always_off", null, 0)]
    [InlineData("traceidratio", "0", 0)]
    [InlineData("parentbased_always_on", null, 40)]
    [InlineData("parentbased_always_off", null, 0)]
    [InlineData("parentbased_traceidratio", "0", 0)]
    [InlineData("ParentBased_TraceIdRatio", "", 40)]
    [InlineData("microsoft.fixed_percentage", "0", 0)]
    [InlineData("microsoft.fixed_percentage", "1", 40)]
    [InlineData("microsoft.rate_limited", "1000000", 40)]
    public async Task Every_exporter_gets_those_that_the_sampler_takes_and_Azure_every_error_that_was_logged(string sampler, string? argument, int kept)
    {
        const int Requests = 40;
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using IngestionEndpoint azure = await IngestionEndpoint.StartAsync();
        await using (DefaultsHost host = await DefaultsHost.StartAsync(
            app => app.MapGet("/fails", () => { throw new InvalidOperationException("no stock"); }),
            builder =>
            {
                (builder.Configuration[Azure], builder.Configuration[Otlp]) = (azure.ConnectionString, collector.Address);
                (builder.Configuration[Sampler], builder.Configuration[Sampler + "_ARG"]) = (sampler, argument);
            }))
        {
            for (int i = 0; i < Requests; i++)
                (await host.Client.GetAsync("/fails", TestContext.Current.CancellationToken)).Dispose();
            await host.StopAsync();
        }

        Assert.Equal(
            (kept, kept, Requests),
            (collector.Spans.Count(span => span.Span.Name == "GET /fails"), azure.Items("RequestData").Count(item => item.Data.GetProperty("name").GetString() == "GET /fails"), azure.Items("ExceptionData").Count));
    }

    [Theory]
    [InlineData("always_on", true)]
    [InlineData("always_off", false)]
    public async Task An_exemplar_leads_to_a_trace_that_is_kept_or_is_not_there(string sampler, bool kept)
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using DefaultsHost host = await DefaultsHost.StartAsync(
            app => app.MapGet("/asked", () => "an answer"), builder => (builder.Configuration[Otlp], builder.Configuration[Sampler]) = (collector.Address, sampler));
        await host.GetAsync("/asked");

        using var scrape = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        scrape.Headers.Add("Accept", "application/openmetrics-text; version=1.0.0");
        using HttpResponseMessage answer = await host.Client.SendAsync(scrape, TestContext.Current.CancellationToken);
        string[] buckets = [.. (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n')
            .Where(line => line.StartsWith("http_request_duration_seconds_bucket", StringComparison.Ordinal) && line.Contains("/asked", StringComparison.Ordinal))];
        Assert.NotEmpty(buckets);
        Assert.Equal(kept, buckets.Any(line => line.Contains("# {trace_id=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Azure, "jaeger_remote", null)]
    [InlineData(Azure, "microsoft.everything", null)]
    [InlineData(Azure, "always-on", null)]
    [InlineData(Azure, "traceidratio", "half")]
    [InlineData(Azure, "parentbased_traceidratio", "1.1")]
    [InlineData(Azure, "microsoft.fixed_percentage", "10")]
    [InlineData(Azure, "microsoft.rate_limited", "-1")]
    [InlineData(Azure, "microsoft.rate_limited", "NaN")]
    [InlineData(Otlp, "always-on", null)]
    [InlineData(Otlp, "microsoft.fixed_percentage", "0.1")]
    public async Task A_sampler_that_nobody_knows_stops_the_start_with_a_sentence(string to, string sampler, string? argument)
    {
        SettingException thrown = await Assert.ThrowsAsync<SettingException>(() => DefaultsHost.StartAsync(configure: builder =>
        {
            builder.Configuration[to] = to == Azure ? $"InstrumentationKey={IngestionEndpoint.Key};IngestionEndpoint=http://127.0.0.1:1/" : "http://127.0.0.1:1";
            (builder.Configuration[Sampler], builder.Configuration[Sampler + "_ARG"]) = (sampler, argument);
        }));

        Assert.StartsWith((argument is null || to == Otlp ? Sampler : Sampler + "_ARG") + " must be", thrown.Message, StringComparison.Ordinal);
    }
}
