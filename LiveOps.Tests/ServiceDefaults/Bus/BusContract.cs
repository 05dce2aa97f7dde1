using LiveOps.Core.Bus;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <summary>What every bus promises to who publishes and to who consumes.</summary>
public abstract class BusContract
{
    private readonly RecordingConsumer _left = new("left"), _right = new("right");

    [Fact]
    public async Task Every_message_reaches_every_consumer()
    {
        await using BusWorld world = await StartAsync(_left, _right);
        string[] players = [.. Enumerable.Range(0, 200).Select(i => $"p{i}")];
        await Task.WhenAll(players.Select(player => PublishAsync(world, player)));
        await _left.HasAppliedAsync(players);
        await _right.HasAppliedAsync(players);
    }

    [Fact]
    public async Task The_buffer_of_a_published_message_is_the_publishers_again()
    {
        await using BusWorld world = await StartAsync(_left, _right);
        BusMessage message = TestEvent.Batch(TestEvent.Xp("ada", 1));
        var buffer = message.Payload.ToArray();
        await world.Bus.PublishAsync(new BusMessage(message.Kind, buffer), TestContext.Current.CancellationToken);
        Array.Clear(buffer);
        await _left.HasAppliedAsync("ada");
    }

    [Fact]
    public async Task What_failed_comes_again()
    {
        int failures = 0;
        _left.Fault = player => player == "ada" && Interlocked.Increment(ref failures) == 1 ? new InvalidOperationException("once") : null;
        await using BusWorld world = await StartAsync(_left, _right);
        await PublishAsync(world, "ada", "bob");
        await _left.HasAppliedAsync("ada", "bob");
        Assert.Empty(await world.Letters("left").ListAsync(null, 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Poison_is_set_aside_with_its_reason_and_keeps_nobody_waiting()
    {
        _left.Fault = Poison;
        await using BusWorld world = await StartAsync(_left, _right);
        await PublishAsync(world, "ada", "mallory", "bob");
        await _left.HasAppliedAsync("ada", "bob");
        await _right.HasAppliedAsync("ada", "bob", "mallory");

        DeadLetter letter = await LetterAsync(world);
        Assert.Equal(("left", BusMessageKind.Events, "InvalidOperationException: mallory is poison"), (letter.Consumer, letter.Kind, letter.Reason));
        Assert.InRange(letter.Deliveries, 1, BusWorld.MaxDeliveries);
        Assert.True(letter.Payload.IsEmpty);
        Assert.False((await world.Letters("left").FindAsync(letter.Id, TestContext.Current.CancellationToken))!.Payload.IsEmpty);
        Assert.Empty(await world.Letters("right").ListAsync(null, 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_replayed_letter_goes_to_its_consumer_alone_and_leaves()
    {
        _left.Fault = Poison;
        await using BusWorld world = await StartAsync(_left, _right);
        await PublishAsync(world, "mallory");
        DeadLetter letter = await LetterAsync(world);
        await _right.HasAppliedAsync("mallory");
        int callsOfRight = _right.Calls;

        _left.Fault = _ => null;
        Assert.True(await world.Letters("left").ReplayAsync(letter.Id, TestContext.Current.CancellationToken));
        await _left.HasAppliedAsync("mallory");
        await PublishAsync(world, "ada");
        await _right.HasAppliedAsync("mallory", "ada");
        Assert.Equal(callsOfRight + 1, _right.Calls);
        Assert.Null(await world.Letters("left").FindAsync(letter.Id, TestContext.Current.CancellationToken));
        Assert.False(await world.Letters("left").ReplayAsync(letter.Id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_replayed_letter_that_fails_again_is_a_letter_again()
    {
        _left.Fault = Poison;
        await using BusWorld world = await StartAsync(_left, _right);
        await PublishAsync(world, "mallory");
        DeadLetter first = await LetterAsync(world);
        Assert.True(await world.Letters("left").ReplayAsync(first.Id, TestContext.Current.CancellationToken));
        await Until.TrueAsync(async () => await LetterAsync(world) is { } second && second.Id != first.Id, () => "no new letter came");
    }

    [Fact]
    public async Task A_discarded_letter_is_gone()
    {
        _left.Fault = Poison;
        await using BusWorld world = await StartAsync(_left, _right);
        await PublishAsync(world, "mallory");
        DeadLetter letter = await LetterAsync(world);
        Assert.True(await world.Letters("left").DiscardAsync(letter.Id, TestContext.Current.CancellationToken));
        Assert.False(await world.Letters("left").DiscardAsync(letter.Id, TestContext.Current.CancellationToken));
        Assert.Empty(await world.Letters("left").ListAsync(null, 10, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("no-such-letter")]
    [InlineData("0")]
    [InlineData("1-1")]
    [InlineData("99999999999999999999999-0")]
    public async Task There_is_no_letter_of_an_id_that_was_made_up(string id)
    {
        await using BusWorld world = await StartAsync(_left, _right);
        Assert.Null(await world.Letters("left").FindAsync(id, TestContext.Current.CancellationToken));
        Assert.False(await world.Letters("left").ReplayAsync(id, TestContext.Current.CancellationToken));
        Assert.False(await world.Letters("left").DiscardAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Letters_are_listed_in_pages_oldest_first()
    {
        _left.Fault = Poison;
        await using BusWorld world = await StartAsync(_left, _right);
        for (int count = 1; count <= 3; count++)
        {
            await PublishAsync(world, "mallory");
            await Until.TrueAsync(async () => (await world.Letters("left").ListAsync(null, 10)).Count == count, () => $"there never were {count} letters");
        }

        IReadOnlyList<DeadLetter> all = await world.Letters("left").ListAsync(null, 10, TestContext.Current.CancellationToken);
        IReadOnlyList<DeadLetter> first = await world.Letters("left").ListAsync(null, 2, TestContext.Current.CancellationToken);
        IReadOnlyList<DeadLetter> rest = await world.Letters("left").ListAsync(first[^1].Id, 2, TestContext.Current.CancellationToken);
        Assert.Equal(all.Select(letter => letter.Id), first.Concat(rest).Select(letter => letter.Id));
        Assert.Equal(all.OrderBy(letter => letter.SetAsideAt).Select(letter => letter.Id), all.Select(letter => letter.Id));
    }

    /// <summary>Starts a bus with these consumers on it.</summary>
    private protected abstract Task<BusWorld> StartAsync(params RecordingConsumer[] consumers);

    private protected static Exception? Poison(string player) => player == "mallory" ? new InvalidOperationException("mallory is poison") : null;

    private protected static async Task PublishAsync(BusWorld world, params string[] players)
    {
        foreach (string player in players)
            await world.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp(player, 1)), TestContext.Current.CancellationToken);
    }

    private protected static async Task<DeadLetter> LetterAsync(BusWorld world)
    {
        IReadOnlyList<DeadLetter> letters = [];
        await Until.TrueAsync(async () => (letters = await world.Letters("left").ListAsync(null, 10)).Count == 1, () => $"there are {letters.Count} letters");
        return letters[0];
    }
}
