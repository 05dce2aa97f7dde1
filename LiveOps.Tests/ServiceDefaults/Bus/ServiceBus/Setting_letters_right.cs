using System.Globalization;
using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.ServiceBus;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

public sealed class Setting_letters_right : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly Broker _broker;
    private readonly BrokerTopic _topic;
    private readonly BrokerSubscription _letters;
    private readonly EffectsConsumer _progression = new("progression"), _leaderboard = new("leaderboard");
    private bool _poisoned = true;
    private BusOnServiceBus _service = null!, _other = null!;

    public Setting_letters_right()
    {
        _broker = Broker.Open(_clock);
        _topic = _broker.CreateTopic("events", options => options.RequiresDuplicateDetection = true);
        _letters = _topic.CreateSubscription("progression", Patient);
        _topic.CreateSubscription("leaderboard", Patient);
        _progression.Before = ids => _poisoned && ids.Any(id => id.StartsWith("bad", StringComparison.Ordinal)) ? throw new FormatException("bad") : Task.CompletedTask;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IDeadLetters Letters => _service.DeadLetters;

    public async ValueTask InitializeAsync()
    {
        _service = await BusOnServiceBus.StartAsync(_broker, _clock, _progression);
        _other = await BusOnServiceBus.StartAsync(_broker, _clock, _leaderboard);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _other.DisposeAsync();
        _broker.Dispose();
    }

    [Theory]
    [InlineData(1_764_609_600_123, "2025-12-01T17:20:00.1230000+00:00")]
    [InlineData(639_002_064_001_230_000, "2025-12-01T17:20:00.1230000+00:00")] // ticks, as a former version wrote
    [InlineData(-1, "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData(long.MaxValue, "9999-12-31T23:59:59.9990000+00:00")]
    public void A_letter_says_when_it_was_set_aside_in_milliseconds_and_former_ones_in_ticks(long said, string time) =>
        Assert.Equal(time, Envelope.TimeOf(said).ToString("O", CultureInfo.InvariantCulture));

    [Fact]
    public async Task Letters_are_listed_in_pages_without_payload_and_found_with_it()
    {
        await PoisonAsync(5);
        IReadOnlyList<DeadLetter> first = await Letters.ListAsync(null, 2, Cancellation), second = await Letters.ListAsync(first[^1].Id, 10, Cancellation);
        Assert.Equal((2, 3), (first.Count, second.Count));
        Assert.Equal(5, first.Concat(second).Select(letter => letter.Id).Distinct().Count());
        Assert.Equal(first.Concat(second).Select(letter => letter.Id).Order(StringComparer.Ordinal), first.Concat(second).Select(letter => letter.Id));
        Assert.All(first, letter => Assert.True(letter.Payload.IsEmpty));
        DeadLetter found = (await Letters.FindAsync(first[1].Id, Cancellation))!;
        Assert.Equal(Batches.Of("bad1").Payload.ToArray(), found.Payload.ToArray());
        Assert.InRange(found.SetAsideAt, new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero), _clock.UtcNow);
        Assert.Empty(await Letters.ListAsync(second[^1].Id, 10, Cancellation));
        Assert.Empty(await _other.DeadLetters.ListAsync(null, 10, Cancellation));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999999")]
    [InlineData("77")]
    public async Task There_is_no_letter_of_another_id(string id)
    {
        await PoisonAsync(1);
        Assert.Null(await Letters.FindAsync(id, Cancellation));
        Assert.False(await Letters.ReplayAsync(id, Cancellation));
        Assert.False(await Letters.DiscardAsync(id, Cancellation));
        Assert.Equal(1, _letters.DeadLetterMessageCount);
    }

    [Fact]
    public async Task A_replayed_letter_has_its_effect_at_its_consumer_alone_and_leaves_the_others_letters_as_they_were()
    {
        await PoisonAsync(3);
        DeadLetter letter = (await Letters.ListAsync(null, 10, Cancellation))[1];
        int applied = _leaderboard.Groups.Count;
        _poisoned = false;
        Assert.True(await Letters.ReplayAsync(letter.Id, Cancellation));
        await _clock.UntilAsync(() => _progression.Applied.Contains("bad1"));
        await _clock.UntilAsync(() => _letters.ActiveMessageCount == 0);
        Assert.Equal((2, applied, 0), (_letters.DeadLetterMessageCount, _leaderboard.Groups.Count, _leaderboard.Repeats));
        Assert.Null(await Letters.FindAsync(letter.Id, Cancellation));
        Assert.False(await Letters.ReplayAsync(letter.Id, Cancellation));
        Assert.Equal(2, (await Letters.ListAsync(null, 10, Cancellation)).Count);
    }

    [Fact]
    public async Task A_letter_that_fails_again_is_a_letter_of_its_own_and_may_be_replayed_again()
    {
        await PoisonAsync(1);
        string id = Assert.Single(await Letters.ListAsync(null, 10, Cancellation)).Id;
        for (int i = 0; i < 2; i++)
        {
            Assert.True(await Letters.ReplayAsync(id, Cancellation));
            await _clock.UntilAsync(() => _letters.DeadLetterMessageCount == 1);
            DeadLetter again = Assert.Single(await Letters.ListAsync(null, 10, Cancellation));
            Assert.True(string.CompareOrdinal(again.Id, id) > 0);
            Assert.Equal(3, again.Deliveries);
            id = again.Id;
        }

        _poisoned = false;
        Assert.True(await Letters.ReplayAsync(id, Cancellation));
        await _clock.UntilAsync(() => _progression.Applied.Contains("bad0"));
    }

    [Fact]
    public async Task A_replay_cut_off_before_the_letter_was_removed_may_be_asked_for_again_and_gives_the_message_once()
    {
        await PoisonAsync(1);
        _poisoned = false;
        string id = Assert.Single(await Letters.ListAsync(null, 10, Cancellation)).Id;
        _broker.Faults.Fail(BrokerOperation.Complete, ServiceBusFailureReason.ServiceCommunicationProblem, entityEnd: "$DeadLetterQueue");
        await Assert.ThrowsAsync<BusUnavailableException>(() => Letters.ReplayAsync(id, Cancellation));
        await _clock.UntilAsync(() => _progression.Applied.Contains("bad0"));
        _clock.Advance(TimeSpan.FromMinutes(1)); // the letter's lock outlives what was cut off
        await Until.TrueAsync(
            async () =>
            {
                await Record.ExceptionAsync(() => Letters.ReplayAsync(id, Cancellation));
                return _letters.DeadLetterMessageCount == 0;
            },
            () => "it is never removed");
        await _clock.UntilAsync(() => _letters.ActiveMessageCount == 0);
        Assert.Equal(2, _topic.Accepted); // the letter, and one copy of it
    }

    [Fact]
    public async Task A_discarded_letter_is_gone_for_good()
    {
        await PoisonAsync(150);
        DeadLetter last = (await Letters.ListAsync(null, 500, Cancellation))[149];
        Assert.True(await Letters.DiscardAsync(last.Id, Cancellation));
        Assert.Equal(149, _letters.DeadLetterMessageCount);
        Assert.Null(await Letters.FindAsync(last.Id, Cancellation));
        Assert.False(await Letters.DiscardAsync(last.Id, Cancellation));
        Assert.True(await Letters.DiscardAsync((await Letters.ListAsync(null, 1, Cancellation))[0].Id, Cancellation));
    }

    [Fact]
    public async Task Letters_that_the_service_itself_set_aside_are_listed_with_its_reason()
    {
        await using var client = new ServiceBusClient(_broker.ConnectionString);
        BrokerSubscription crashing = _topic.CreateSubscription("crashing", options => options.MaxDeliveryCount = 2);
        await _service.Bus.PublishAsync(Batches.Of("good"), Cancellation);
        ServiceBusReceiver receiver = client.CreateReceiver("events", "crashing");
        var taken = new MessagesTaken(_clock);
        for (int i = 0; i < 2; i++)
            await receiver.AbandonMessageAsync(await taken.OneAsync(receiver), cancellationToken: Cancellation);
        await using var service = await BusOnServiceBus.StartAsync(_broker, _clock, new EffectsConsumer("crashing"));
        DeadLetter letter = Assert.Single(await service.DeadLetters.ListAsync(null, 10, Cancellation));
        Assert.StartsWith("MaxDeliveryCountExceeded: ", letter.Reason, StringComparison.Ordinal);
        Assert.Equal((2, 1), (letter.Deliveries, crashing.DeadLetterMessageCount));
    }

    [Fact]
    public async Task A_letter_whose_link_the_service_closes_stays_and_whoever_asked_is_told()
    {
        await PoisonAsync(1);
        string id = Assert.Single(await Letters.ListAsync(null, 10, Cancellation)).Id;
        _broker.Faults.Fail(BrokerOperation.Receive, ServiceBusFailureReason.GeneralError, entityEnd: "$DeadLetterQueue");
        await Assert.ThrowsAsync<BusUnavailableException>(() => Letters.DiscardAsync(id, Cancellation));
        Assert.True(await OnceItCanBeHadAsync(() => Letters.DiscardAsync(id, Cancellation)));
    }

    [Fact]
    public async Task While_the_service_is_out_of_reach_letters_cannot_be_had()
    {
        await PoisonAsync(1);
        string id = Assert.Single(await Letters.ListAsync(null, 10, Cancellation)).Id;
        _broker.IsDown = true;
        await Assert.ThrowsAsync<BusUnavailableException>(() => Letters.ListAsync(null, 10, Cancellation));
        await Assert.ThrowsAsync<BusUnavailableException>(() => Letters.FindAsync(id, Cancellation));
        await Assert.ThrowsAsync<BusUnavailableException>(() => Letters.DiscardAsync(id, Cancellation));
        _broker.IsDown = false;
        Assert.NotNull(await OnceItCanBeHadAsync(() => Letters.FindAsync(id, Cancellation)));
    }

    // A link that was closed may go on closing for a moment, and whoever asks meanwhile is told so once more.
    private static async Task<T> OnceItCanBeHadAsync<T>(Func<Task<T>> ask)
    {
        for (var patience = new Patience(); ;)
        {
            try
            {
                return await ask();
            }
            catch (BusUnavailableException) when (!patience.IsOver)
            {
            }
        }
    }

    // The clock may run ahead of a busy machine, and locks end: that is no reason for a letter here.
    private static void Patient(SubscriptionOptions options) => options.MaxDeliveryCount = 100;

    private async Task PoisonAsync(int count)
    {
        for (int i = 0; i < count; i++)
            await _service.Bus.PublishAsync(Batches.Of($"bad{i}"), Cancellation);
        await _clock.UntilAsync(() => _letters.DeadLetterMessageCount == count);
        await _clock.UntilAsync(() => _leaderboard.Applied.Count == count);
    }
}
