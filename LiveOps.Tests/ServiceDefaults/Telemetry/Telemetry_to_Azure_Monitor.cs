using System.Diagnostics;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

[Collection(nameof(Telemetry_to_a_collector))]
public sealed class Telemetry_to_Azure_Monitor
{
    private const string Setting = "APPLICATIONINSIGHTS_CONNECTION_STRING", Canary = "canary-in-a-log-for-azure";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_and_what_was_logged_of_it_arrive_under_one_trace_and_without_secrets_alone_and_beside_a_collector(bool isBeside)
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using IngestionEndpoint azure = await IngestionEndpoint.StartAsync();
        using Activity client = new Activity("client").SetIdFormat(ActivityIdFormat.W3C).Start();
        client.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        await using (DefaultsHost host = await DefaultsHost.StartAsync(
            app => app.MapGet("/fails/{id}", (string id) => { throw new InvalidOperationException($"{id}: {Canary}"); }),
            builder =>
            {
                builder.Configuration[Setting] = azure.ConnectionString;
                builder.Configuration["OPERATOR_TOKEN"] = Canary;
                if (isBeside)
                    builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
            }))
        {
            (await host.Client.GetAsync("/fails/once", TestContext.Current.CancellationToken)).Dispose();
            await host.StopAsync();
        }

        Assert.True(azure.Items("RequestData").Count > 0, "no request came, but: " + azure.AllText);
        IngestionEndpoint.Item request = Assert.Single(azure.Items("RequestData"), item => item.TraceId == client.TraceId.ToHexString() && item.Data.GetProperty("name").GetString() == "GET /fails/{id}");
        Assert.Equal((IngestionEndpoint.Key, "[liveops]/test", "500", false), (request.Key, request.Role, request.Data.GetProperty("responseCode").GetString(), request.Data.GetProperty("success").GetBoolean()));
        Assert.Contains(azure.Items("ExceptionData").Concat(azure.Items("MessageData")), item => item.TraceId == client.TraceId.ToHexString());
        Assert.DoesNotContain(Canary, azure.AllText);
        Assert.Equal(isBeside, collector.Spans.Any(span => span.Span.Name == "GET /fails/{id}" && span.Span.TraceId == client.TraceId.ToHexString()));
        Assert.DoesNotContain(Canary, collector.AllText);
    }

    [Fact]
    public async Task No_request_is_left_out()
    {
        const int Requests = 200;
        await using IngestionEndpoint azure = await IngestionEndpoint.StartAsync();
        await using (DefaultsHost host = await DefaultsHost.StartAsync(app => app.MapGet("/fine", () => "fine"), builder => builder.Configuration[Setting] = azure.ConnectionString))
        {
            for (int i = 0; i < Requests; i++)
                (await host.Client.GetAsync("/fine", TestContext.Current.CancellationToken)).Dispose();
            await host.StopAsync();
        }

        Assert.Equal(Requests, azure.Items("RequestData").Count(item => item.Data.GetProperty("name").GetString() == "GET /fine"));
    }

    [Theory]
    [InlineData("8f1c6f0a-7c5e-4b7d-9a53-1b9f0d2c4e6a")]
    [InlineData("InstrumentationKey=8f1c6f0a-7c5e-4b7d-9a53-1b9f0d2c4e6")]
    [InlineData("IngestionEndpoint=https://koreacentral-0.in.applicationinsights.azure.com/;8f1c6f0a-7c5e-4b7d-9a53-1b9f0d2c4e6a")]
    [InlineData("InstrumentationKey=8f1c6f0a-7c5e-4b7d-9a53-1b9f0d2c4e6a;IngestionEndpoint=koreacentral-0.in.applicationinsights.azure.com")]
    [InlineData("InstrumentationKey=8f1c6f0a-7c5e-4b7d-9a53-1b9f0d2c4e6a;IngestionEndpoint=ftp://example.com")]
    [InlineData("InstrumentationKey=8f1c6f0a-7c5e-4b7d-9a53-1b9f0d2c4e6a;InstrumentationKey=8f1c6f0a-7c5e-4b7d-9a53-1b9f0d2c4e6a")]
    public async Task A_string_that_is_none_stops_the_start_with_a_sentence_that_does_not_show_it(string wrong)
    {
        SettingException thrown = await Assert.ThrowsAsync<SettingException>(() => DefaultsHost.StartAsync(configure: builder => builder.Configuration[Setting] = wrong));

        Assert.StartsWith(Setting + " must be", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("8f1c6f0a", thrown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("koreacentral", thrown.ToString(), StringComparison.Ordinal);
    }
}
