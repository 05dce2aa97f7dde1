using Amazon.SQS.Model;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Tests.Harness.Sqs;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>Dead letters in a queue that can only be looked at by taking.</summary>
public sealed class Setting_letters_right
{
    private readonly RecordingConsumer _left = new("left");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Letters_beyond_a_requests_ten_are_all_listed_and_all_there_again()
    {
        _left.Fault = _ => new InvalidOperationException("poison\nof \u0001two lines");
        await using SqsWorld world = await SqsWorld.StartAsync([_left], null, ("BUS_MAX_DELIVERIES", "1"));
        for (int i = 0; i < 23; i++)
            await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp($"p{i}", 1)), Cancellation);
        await Until.TrueAsync(async () => await world.CountAsync("left-dead") == (23, 0), () => "they are not all set aside");
        IReadOnlyList<DeadLetter> all = await world.Letters("left").ListAsync(null, 100, Cancellation);
        Assert.Equal(23, all.Count);
        Assert.All(all, letter => Assert.Equal("InvalidOperationException: poison of two lines", letter.Reason));
        Assert.All(all, letter => Assert.True(IdRule.IsValid(letter.Id) && world.Letters("left").IsId(letter.Id), letter.Id));
        Assert.Equal(all.Skip(10).Take(5).Select(letter => letter.Id), (await world.Letters("left").ListAsync(all[9].Id, 5, Cancellation)).Select(letter => letter.Id));
        Assert.Equal((23, 0), await world.CountAsync("left-dead"));
    }

    [Fact]
    public async Task A_message_that_ends_every_replica_is_moved_by_the_queue_itself_and_can_be_replayed()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([]);
        await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)), Cancellation);
        for (int i = 0; i < 2 * BusWorld.MaxDeliveries; i++)
            Assert.Equal(1, await world.TakeAndDieAsync("left", visibleAgainAfter: 0));
        Assert.Equal(0, await world.TakeAndDieAsync("left", visibleAgainAfter: 0));
        await world.JoinAsync(_left);
        DeadLetter letter = Assert.Single(await world.Letters("left").ListAsync(null, 10, Cancellation));
        Assert.StartsWith("MaxReceiveCount: ", letter.Reason, StringComparison.Ordinal);
        Assert.Equal((BusMessageKind.Events, 2 * BusWorld.MaxDeliveries), (letter.Kind, letter.Deliveries));
        Assert.True(await world.Letters("left").ReplayAsync(letter.Id, Cancellation));
        await _left.HasAppliedAsync("ada");
        Assert.Equal((0, 0), await world.CountAsync("left-dead"));
    }

    [Fact]
    public async Task What_nobody_of_ours_has_sent_is_set_aside_unread()
    {
        await using SqsWorld world = await SqsWorld.StartAsync([_left]);
        await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)), Cancellation);
        string url = await world.Publisher.Queues.OfAsync("left", Cancellation);
        await world.Publisher.Clients.Calls.SendMessageAsync(new SendMessageRequest(url, "<order id='7'/>"), Cancellation);
        IReadOnlyList<DeadLetter> letters = [];
        await Until.TrueAsync(async () => (letters = await world.Letters("left").ListAsync(null, 10)).Count == 1, () => $"{letters.Count} letters");
        Assert.StartsWith("Unreadable: ", letters[0].Reason, StringComparison.Ordinal);
        DeadLetter whole = (await world.Letters("left").FindAsync(letters[0].Id, Cancellation))!;
        Assert.Equal("<order id='7'/>", System.Text.Encoding.UTF8.GetString(whole.Payload.Span));
        await _left.HasAppliedAsync("ada");
    }

    [Fact]
    public async Task A_letter_that_another_replica_is_looking_at_is_waited_for()
    {
        _left.Fault = _ => new InvalidOperationException("poison");
        await using SqsWorld world = await SqsWorld.StartAsync([_left], null, ("BUS_MAX_DELIVERIES", "1"));
        await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)), Cancellation);
        await Until.TrueAsync(async () => await world.CountAsync("left-dead") == (1, 0), () => "it is not set aside");
        Assert.Equal(1, await world.TakeAndDieAsync("left-dead", visibleAgainAfter: 2));
        Assert.Single(await world.Letters("left").ListAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task A_letter_that_another_has_in_hand_for_longer_is_neither_missing_nor_left_out_of_a_list()
    {
        _left.Fault = _ => new InvalidOperationException("poison");
        await using SqsWorld world = await SqsWorld.StartAsync([_left], null, ("BUS_MAX_DELIVERIES", "1"));
        await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)), Cancellation);
        await Until.TrueAsync(async () => await world.CountAsync("left-dead") == (1, 0), () => "it is not set aside");
        string id = Assert.Single(await world.Letters("left").ListAsync(null, 10, Cancellation)).Id;
        Assert.Equal(1, await world.TakeAndDieAsync("left-dead", visibleAgainAfter: 3600));
        await Assert.ThrowsAsync<BusUnavailableException>(() => world.Letters("left").FindAsync(id, Cancellation));
        await Assert.ThrowsAsync<BusUnavailableException>(() => world.Letters("left").ListAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task A_message_whose_letter_cannot_be_sent_stays_in_its_queue()
    {
        _left.Fault = player => player == "mallory" ? new InvalidOperationException("poison") : null;
        await using SqsWorld world = await SqsWorld.StartAsync([_left], settings => settings with { Visibility = TimeSpan.FromSeconds(1) }, ("BUS_MAX_DELIVERIES", "1"));
        world.Door.Fail(new SqsFault(SqsFaultKind.Refused, "SendMessage", "-left-dead", Times: 2) { Code = "AccessDenied", Status = 403 });
        await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("mallory", 1)), Cancellation);
        await Until.TrueAsync(async () => await world.CountAsync("left-dead") == (1, 0), () => "it is not set aside");
        await Until.TrueAsync(async () => await world.CountAsync("left") == (0, 0), () => "it is there twice");
        Assert.InRange(_left.Calls, 2, 3); // the client itself may ask again
    }

    [Fact]
    public async Task While_the_service_is_out_of_reach_letters_cannot_be_had()
    {
        _left.Fault = _ => new InvalidOperationException("poison");
        await using SqsWorld world = await SqsWorld.StartAsync([_left], null, ("BUS_MAX_DELIVERIES", "1"));
        await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)), Cancellation);
        await Until.TrueAsync(async () => await world.CountAsync("left-dead") == (1, 0), () => "it is not set aside");
        string id = Assert.Single(await world.Letters("left").ListAsync(null, 10, Cancellation)).Id;
        world.Door.IsDown = true;
        await Assert.ThrowsAsync<BusUnavailableException>(() => world.Letters("left").ListAsync(null, 10, Cancellation));
        await Assert.ThrowsAsync<BusUnavailableException>(() => world.Letters("left").ReplayAsync(id, Cancellation));
        world.Door.IsDown = false;
        Assert.True(await world.Letters("left").DiscardAsync(id, Cancellation));
        Assert.Equal((0, 0), await world.CountAsync("left-dead"));
    }
}
