using System.Globalization;
using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// The dead letters of one consumer: the sub-queue of its subscription. A letter's id is the number that the service gave the message, so letters
/// stand in the order in which they were published. Looking is peeking, which locks nothing.
/// </summary>
internal sealed class ServiceBusDeadLetters : IDeadLetters, IAsyncDisposable
{
    // The service hands out what it has, not what is asked for: a letter is looked for among those locked before it.
    private const int LockedAtOnce = 100;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private readonly string _consumer;
    private readonly ServiceBusClient _client;
    private readonly ServiceBusReceiver _letters; // peeks
    private readonly ServiceBusPublisher _publisher;

    public ServiceBusDeadLetters(string consumer, ServiceBusClient client, ServiceBusPublisher publisher)
    {
        _consumer = consumer;
        _publisher = publisher;
        _client = client;
        _letters = Open();
    }

    /// <inheritdoc/>
    public bool IsId(string id) => TryNumber(id, out _);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> ListAsync(string? after, int limit, CancellationToken cancellation = default) => AskAsync<IReadOnlyList<DeadLetter>>(async () =>
    {
        List<DeadLetter> letters = [];
        long from = after is null ? 0 : TryNumber(after, out long last) ? last + 1 : 0;
        while (letters.Count < limit)
        {
            IReadOnlyList<ServiceBusReceivedMessage> peeked = await _letters.PeekMessagesAsync(limit - letters.Count, from, cancellation);
            if (peeked.Count == 0)
                break;
            letters.AddRange(peeked.Select(letter => Read(letter) with { Payload = default }));
            from = peeked[^1].SequenceNumber + 1;
        }

        return letters;
    });

    /// <inheritdoc/>
    public Task<DeadLetter?> FindAsync(string id, CancellationToken cancellation = default) =>
        AskAsync(async () => await PeekAsync(id, cancellation) is { } letter ? Read(letter) : null);

    /// <summary>
    /// Publishes a copy that all consumers but this one pass over, then removes the letter. A replay that was cut off in between may be asked for
    /// again: the copy has the same id, and its events are known by theirs.
    /// </summary>
    /// <inheritdoc/>
    public Task<bool> ReplayAsync(string id, CancellationToken cancellation = default) => AskAsync(async () =>
    {
        if (await PeekAsync(id, cancellation) is not { } letter)
            return false;
        await _publisher.PublishAsync(new BusMessage(Envelope.KindOf(letter), letter.Body.ToMemory()), (_consumer, $"replay-{_consumer}-{letter.SequenceNumber}"));
        await RemoveAsync(letter.SequenceNumber, cancellation);
        return true;
    });

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(string id, CancellationToken cancellation = default) => AskAsync(async () =>
        await PeekAsync(id, cancellation) is { } letter && await RemoveAsync(letter.SequenceNumber, cancellation));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Trouble.CloseAsync(_letters);

    private ServiceBusReceiver Open() =>
        _client.CreateReceiver(ServiceBusSettings.Topic, _consumer, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    private async Task<ServiceBusReceivedMessage?> PeekAsync(string id, CancellationToken cancellation) =>
        TryNumber(id, out long number) ? await PeekAsync(number, cancellation) : null;

    private async Task<ServiceBusReceivedMessage?> PeekAsync(long number, CancellationToken cancellation)
    {
        IReadOnlyList<ServiceBusReceivedMessage> peeked = await _letters.PeekMessagesAsync(1, number, cancellation);
        return peeked is [var letter] && letter.SequenceNumber == number ? letter : null;
    }

    private async Task<bool> RemoveAsync(long number, CancellationToken cancellation)
    {
        // A link may be starved (see the pump): another one is asked.
        for (int links = 0; links < 2; links++)
        {
            if (await TryRemoveAsync(number, cancellation))
                return true;
            if (await PeekAsync(number, cancellation) is null)
                return false;
        }

        throw new BusUnavailableException("The dead letter is in another's hands now.");
    }

    // There is no receiving by number: letters are locked until it is among them, and given back. Dead letters are not counted for that.
    private async Task<bool> TryRemoveAsync(long number, CancellationToken cancellation)
    {
        ServiceBusReceiver receiver = Open();
        List<ServiceBusReceivedMessage> others = [];
        try
        {
            while (true)
            {
                IReadOnlyList<ServiceBusReceivedMessage> locked = await receiver.TryReceiveAsync(LockedAtOnce, Wait, cancellation)
                    ?? throw new ServiceBusException("The service closed the link.", ServiceBusFailureReason.ServiceCommunicationProblem);
                others.AddRange(locked.Where(letter => letter.SequenceNumber != number));
                if (locked.FirstOrDefault(letter => letter.SequenceNumber == number) is { } found)
                {
                    await receiver.CompleteMessageAsync(found, cancellation);
                    return true;
                }

                if (locked.Count == 0)
                    return false;
            }
        }
        finally
        {
            await Task.WhenAll(others.Select(letter => GiveBackAsync(receiver, letter)));
            await Trouble.CloseAsync(receiver);
        }
    }

    private static async Task GiveBackAsync(ServiceBusReceiver receiver, ServiceBusReceivedMessage letter)
    {
        try
        {
            await receiver.AbandonMessageAsync(letter);
        }
        catch (Exception e) when (Trouble.IsOfTheService(e))
        {
            // Its lock ends by itself.
        }
    }

    // Peeked letters only: of a received one the client says one delivery more.
    private DeadLetter Read(ServiceBusReceivedMessage letter) => new(
        letter.SequenceNumber.ToString("D19", CultureInfo.InvariantCulture),
        _consumer,
        ReasonOf(letter),
        letter.ApplicationProperties.GetValueOrDefault(Envelope.SetAsideAt) is long at ? Envelope.TimeOf(at) : letter.EnqueuedTime,
        Math.Max(1, Math.Max(Envelope.FailuresOf(letter), letter.DeliveryCount)),
        Envelope.KindOf(letter),
        letter.Body.ToMemory());

    // Reason and description in one.
    private static string ReasonOf(ServiceBusReceivedMessage letter) => DeadLetterText.OneLine(
        string.Join(": ", new[] { letter.DeadLetterReason, letter.DeadLetterErrorDescription }.Where(text => !string.IsNullOrEmpty(text))));

    private static bool TryNumber(string id, out long number) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < long.MaxValue;

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (Trouble.IsOfTheService(e) && e is not OperationCanceledException)
        {
            throw new BusUnavailableException($"The dead letters cannot be had now: {Trouble.Of(e)}.", e);
        }
    }
}
