using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness.Sqs;
using LiveOps.Tests.Progression;
using Microsoft.AspNetCore.Builder;

namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>Settings, queues, readiness and the lag.</summary>
public sealed class Starting_and_watching
{
    private readonly RecordingConsumer _left = new("left");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SQS_URL", "http://sqs.example.com", "SQS_URL must be")]
    [InlineData("SQS_URL", "localhost:4566", "SQS_URL must be")]
    [InlineData("AWS_REGION", "Seoul", "AWS_REGION must be")]
    [InlineData("SQS_QUEUE_PREFIX", "a.b", "SQS_QUEUE_PREFIX must be")]
    [InlineData("SQS_QUEUES", "maybe", "SQS_QUEUES must be")]
    [InlineData("BUS_GROUPS", "left,right hand", "BUS_GROUPS must be")]
    [InlineData("BUS_GROUPS", ",", "BUS_GROUPS must be")]
    [InlineData("BUS_MAX_DELIVERIES", "501", "BUS_MAX_DELIVERIES must be")]
    [InlineData("SQS_VISIBILITY_SECONDS", "4", "SQS_VISIBILITY_SECONDS must be")]
    public void A_setting_that_is_wrong_stops_the_start_with_a_sentence(string name, string value, string sentence)
    {
        WebApplicationBuilder builder = BusOnSqs.Builder("http://localhost:1", "t", (name, value));
        Assert.StartsWith(sentence, Assert.Throws<SettingException>(builder.AddBus).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_local_server_the_region_must_be_said()
    {
        WebApplicationBuilder builder = BusOnSqs.Builder("", "t", ("AWS_REGION", ""));
        Assert.StartsWith("AWS_REGION is missing", Assert.Throws<SettingException>(builder.AddBus).Message, StringComparison.Ordinal);
        builder.Configuration["AWS_REGION"] = "ap-northeast-2";
        builder.AddServiceDefaults("gateway");
        builder.AddBus();
        using WebApplication app = builder.Build(); // whose identity it has is asked when there is something to send
    }

    [Fact]
    public async Task Queues_that_are_made_keep_messages_for_as_long_as_may_be_and_move_what_nobody_survives()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        string url = await world.Publisher.Queues.OfAsync("left", Cancellation), dead = await world.Publisher.Queues.OfDeadLettersAsync("left", Cancellation);
        Dictionary<string, string> queue = (await world.Publisher.Clients.Calls.GetQueueAttributesAsync(url, ["All"], Cancellation)).Attributes;
        Assert.Equal(("1209600", "1048576", "30"), (queue["MessageRetentionPeriod"], queue["MaximumMessageSize"], queue["VisibilityTimeout"]));
        Assert.Contains($"{world.Prefix}-left-dead\",\"maxReceiveCount\":{2 * BusWorld.MaxDeliveries}", queue["RedrivePolicy"], StringComparison.Ordinal);
        Assert.Equal("1209600", (await world.Publisher.Clients.Calls.GetQueueAttributesAsync(dead, ["All"], Cancellation)).Attributes["MessageRetentionPeriod"]);
    }

    [Fact]
    public async Task Queues_that_must_exist_are_waited_for_by_name()
    {
        await using SqsDoor door = await SqsDoor.OpenAsync();
        string prefix = $"t{Guid.NewGuid():n}";
        await using BusOnSqs service = await BusOnSqs.StartAsync(door, prefix, _left, null, ("SQS_QUEUES", "exist"));
        await UntilReadyAsync(service, 503, $"queue {prefix}-left does not exist");
        await service.Clients.Calls.CreateQueueAsync($"{prefix}-left", Cancellation);
        await UntilReadyAsync(service, 503, $"queue {prefix}-right does not exist");
        await service.Clients.Calls.CreateQueueAsync($"{prefix}-right", Cancellation);
        await UntilReadyAsync(service, 503, $"queue {prefix}-left: queue {prefix}-left-dead does not exist");
        await service.Clients.Calls.CreateQueueAsync($"{prefix}-left-dead", Cancellation);
        await UntilReadyAsync(service, 200);
        await service.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)), Cancellation);
        await _left.HasAppliedAsync("ada");
    }

    [Fact]
    public async Task A_service_without_its_bus_is_alive_and_not_ready_until_the_bus_is_back()
    {
        await using SqsDoor door = await SqsDoor.OpenAsync();
        await using BusOnSqs service = await BusOnSqs.StartAsync(door, $"t{Guid.NewGuid():n}", _left);
        await UntilReadyAsync(service, 200);
        door.IsDown = true;
        await UntilReadyAsync(service, 503);
        using HttpClient client = service.Client;
        Assert.Equal(200, (int)(await client.GetAsync("/healthz", Cancellation)).StatusCode);
        door.IsDown = false;
        await UntilReadyAsync(service, 200);
    }

    [Fact]
    public async Task The_lag_is_what_waits_and_what_is_in_hand_times_the_events_of_a_message_and_unknown_where_it_cannot_be_asked()
    {
        var gate = new TaskCompletionSource();
        _left.Gate = gate.Task;
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        for (int i = 0; i < 10; i++)
            await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp($"p{i}", 1)), Cancellation);
        BusOnSqs service = await world.JoinAsync(_left);
        await LagAsync(service, "10");
        await Until.TrueAsync(async () => await service.MetricAsync("bus_dead_letters_waiting") == "0", () => "how many letters wait is not known");
        gate.SetResult();
        await _left.HasAppliedAsync([.. Enumerable.Range(0, 10).Select(i => $"p{i}")]);
    }

    private static Task LagAsync(BusOnSqs service, string lag) =>
        Until.TrueAsync(async () => await service.MetricAsync("bus_lag_events") == lag, () => $"the lag is never {lag}");

    private static async Task UntilReadyAsync(BusOnSqs service, int status, string? reason = null)
    {
        (int Status, string Reason) last = default;
        await Until.TrueAsync(
            async () => (last = await service.ReadyAsync()).Status == status && (reason is null || last.Reason == reason), () => $"{last} is not {status} {reason}");
    }
}
