using Azure.Messaging.ServiceBus;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>Settings, readiness and the lag.</summary>
public sealed class Starting_and_watching : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly Broker _broker;
    private readonly EffectsConsumer _progression = new("progression");

    public Starting_and_watching() => _broker = Broker.Open(_clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _broker.Dispose();

    [Theory]
    [InlineData("Endpoint=sb://liveops.servicebus.windows.net/;SharedAccessKeyName=x;SharedAccessKey=c2VjcmV0", null)]
    [InlineData("liveops.servicebus.windows.net", null)]
    [InlineData("Endpoint=sb://localhost:5672;SharedAccessKeyName=x;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true", null)]
    [InlineData(
        "Endpoint=sb://localhost:5672;SharedAccessKeyName=x;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true",
        "Endpoint=sb://localhost:5300;SharedAccessKeyName=x;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true")]
    public void A_namespace_is_named_by_a_connection_string_or_its_host(string connection, string? administration)
    {
        WebApplicationBuilder builder = BusOnServiceBus.Builder(_broker, _clock);
        builder.Configuration["ConnectionStrings:servicebus"] = connection;
        builder.Configuration["ConnectionStrings:servicebusadmin"] = administration;
        builder.AddBus();
    }

    [Theory]
    [InlineData("SharedAccessKeyName=x;SharedAccessKey=c2VjcmV0", null, "ConnectionStrings__servicebus is no connection string")]
    [InlineData("Endpoint=http://", null, "ConnectionStrings__servicebus is no connection string")]
    [InlineData("liveops.servicebus.windows.net", "SharedAccessKey=c2VjcmV0", "ConnectionStrings__servicebusadmin is no connection string")]
    [InlineData(null, null, "ConnectionStrings__servicebus is missing")]
    public void A_connection_string_that_is_none_stops_the_start_with_a_sentence_that_tells_no_secret(string? connection, string? administration, string sentence)
    {
        WebApplicationBuilder builder = BusOnServiceBus.Builder(_broker, _clock);
        builder.Configuration["ConnectionStrings:servicebus"] = connection;
        builder.Configuration["ConnectionStrings:servicebusadmin"] = administration;
        var e = Assert.Throws<SettingException>(builder.AddBus);
        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_most_deliveries_are_a_number_within_bounds()
    {
        WebApplicationBuilder builder = BusOnServiceBus.Builder(_broker, _clock);
        builder.Configuration["BUS_MAX_DELIVERIES"] = "0";
        Assert.Contains("BUS_MAX_DELIVERIES", Assert.Throws<SettingException>(builder.AddBus).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_waits_for_a_topic_and_a_subscription_that_are_not_there_yet_and_says_which_it_misses()
    {
        await using var service = await BusOnServiceBus.StartAsync(_broker, _clock, _progression);
        Assert.Equal((503, "topic events: MessagingEntityNotFound"), await ReadyAsync(service));
        BrokerTopic topic = _broker.CreateTopic("events");
        await UntilReadyAsync(service, 503, "subscription progression: MessagingEntityNotFound");
        topic.CreateSubscription("progression");
        await UntilReadyAsync(service, 200);
        await service.Bus.PublishAsync(Batches.Of("a"), Cancellation);
        await _clock.UntilAsync(() => _progression.Applied.Count == 1);
    }

    [Fact]
    public async Task A_service_without_its_bus_is_alive_and_not_ready_until_the_bus_is_back()
    {
        _broker.CreateTopic("events").CreateSubscription("progression");
        await using var service = await BusOnServiceBus.StartAsync(_broker, _clock, _progression);
        await UntilReadyAsync(service, 200);
        _broker.IsDown = true;
        await UntilReadyAsync(service, 503);
        using HttpClient client = service.Client;
        Assert.Equal(200, (int)(await client.GetAsync("/healthz", Cancellation)).StatusCode);
        _broker.IsDown = false;
        await UntilReadyAsync(service, 200);
    }

    [Fact]
    public async Task The_lag_is_what_waits_times_the_events_of_a_message_and_unknown_where_it_may_not_be_asked()
    {
        BrokerSubscription subscription = _broker.CreateTopic("events").CreateSubscription("progression");
        var blocked = new TaskCompletionSource();
        _progression.Before = _ => blocked.Task;
        await using var service = await BusOnServiceBus.StartAsync(_broker, _clock, _progression);
        for (int i = 0; i < 10; i++)
            await service.Bus.PublishAsync(Batches.Of($"e{i}"), Cancellation);
        await LagAsync(service, "10");
        blocked.SetResult();
        await _clock.UntilAsync(() => subscription.ActiveMessageCount == 0);
        await LagAsync(service, "0");
        Assert.Equal("0", await service.MetricAsync("bus_dead_letters_waiting"));
        _broker.Faults.MayAdminister = false;
        await LagAsync(service, "NaN");
        await Until.TrueAsync(async () => await service.MetricAsync("bus_dead_letters_waiting") == "NaN", () => "what may not be asked is known");
        _broker.Faults.MayAdminister = true;
        await LagAsync(service, "0");
    }

    [Fact]
    public async Task A_lag_that_could_not_be_asked_for_a_while_is_known_again_when_the_service_is_back()
    {
        _broker.CreateTopic("events").CreateSubscription("progression");
        await using var service = await BusOnServiceBus.StartAsync(_broker, _clock, _progression);
        await LagAsync(service, "0");
        _broker.IsDown = true; // no answer at all, after which the client of the administration throws what it throws nowhere else
        await LagAsync(service, "NaN");
        _broker.IsDown = false;
        await LagAsync(service, "0");
        _broker.Faults.Fail(BrokerOperation.Administer, ServiceBusFailureReason.GeneralError, times: int.MaxValue);
        await LagAsync(service, "NaN");
        _broker.Faults.Clear();
        await LagAsync(service, "0");
    }

    private async Task LagAsync(BusOnServiceBus service, string lag)
    {
        string last = "";
        for (var patience = new Patience(); last != lag && !patience.IsOver;)
        {
            await _clock.MoveAsync(TimeSpan.FromSeconds(15));
            last = await service.MetricAsync("bus_lag_events");
        }

        Assert.Equal(lag, last);
    }

    private async Task UntilReadyAsync(BusOnServiceBus service, int status, string? reason = null)
    {
        (int Status, string Reason) last = default;
        for (var patience = new Patience(); (last.Status != status || (reason is not null && last.Reason != reason)) && !patience.IsOver;)
        {
            await _clock.MoveAsync(TimeSpan.FromSeconds(2));
            last = await ReadyAsync(service);
        }

        Assert.Equal((status, reason ?? last.Reason), last);
    }

    private static async Task<(int Status, string Reason)> ReadyAsync(BusOnServiceBus service)
    {
        using HttpClient client = service.Client;
        using HttpResponseMessage response = await client.GetAsync("/readyz", Cancellation);
        using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        string reason = body.RootElement.TryGetProperty("missing", out System.Text.Json.JsonElement missing) ? missing[0].GetProperty("reason").GetString()! : "";
        return ((int)response.StatusCode, reason);
    }
}
