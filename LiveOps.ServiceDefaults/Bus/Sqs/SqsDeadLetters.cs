using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.SQS.Model;
using LiveOps.Core.Bus;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>
/// The dead letters of one consumer: the messages of the queue beside its own, of those that it set aside with a reason and those that the queue's redrive policy moved. SQS has no looking
/// without taking: letters are received, and given back when they were looked at. A letter's id is when it came into its queue and the id of its message, so letters stand in that order.
/// </summary>
internal sealed partial class SqsDeadLetters(string consumer, SqsClients clients, SqsQueues queues, SqsSettings settings, TimeProvider clock) : IDeadLetters, IDisposable
{
    /// <summary>How many letters are looked through at most: there is no asking for one, and each look is a request for ten.</summary>
    public const int MaxLooked = 2000;

    // How long letters are taken for at most, if whoever looks dies; and how often what others are looking at just then is waited for.
    private static readonly TimeSpan Taken = TimeSpan.FromSeconds(60), Wait = TimeSpan.FromSeconds(1);
    private const int Waits = 3;

    private readonly SqsSettler _settler = new(clients, clock);
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public bool IsId(string id) => LetterId().IsMatch(id);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> ListAsync(string? after, int limit, CancellationToken cancellation = default) => LookAsync<IReadOnlyList<DeadLetter>>(
        null,
        (_, look) =>
        {
            DeadLetter[] page =
            [
                .. look.Letters.Where(letter => after is null || string.CompareOrdinal(letter.Id, after) > 0)
                    .OrderBy(letter => letter.Id, StringComparer.Ordinal)
                    .Take(limit),
            ];
            return page.Length == limit || look.IsWhole ? Task.FromResult<IReadOnlyList<DeadLetter>>(page) : throw Cut(); // fewer would mean that these are all
        },
        cancellation);

    /// <inheritdoc/>
    public Task<DeadLetter?> FindAsync(string id, CancellationToken cancellation = default) =>
        WithAsync<DeadLetter?>(id, (_, letter) => Task.FromResult<DeadLetter?>(Read(letter) with { Payload = SqsEnvelope.PayloadOf(letter) }), null, cancellation);

    /// <summary>
    /// Sends a copy to the consumer's own queue, then deletes the letter. A replay that was cut off in between may be asked for again: the events are known by their ids.
    /// </summary>
    /// <inheritdoc/>
    public Task<bool> ReplayAsync(string id, CancellationToken cancellation = default) => WithAsync(
        id,
        async (url, letter) =>
        {
            await clients.Calls.SendMessageAsync(SqsEnvelope.AsMessage(letter).Request(await queues.OfAsync(consumer, cancellation)), cancellation);
            await DeleteAsync(url, letter);
            return true;
        },
        false,
        cancellation);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(string id, CancellationToken cancellation = default) => WithAsync(
        id,
        async (url, letter) =>
        {
            await DeleteAsync(url, letter);
            return true;
        },
        false,
        cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    [GeneratedRegex("^[0-9]{13}-[A-Za-z0-9-]{1,48}$")]
    private static partial Regex LetterId();

    private static string IdOf(Message letter) => string.Create(CultureInfo.InvariantCulture, $"{SqsEnvelope.SentAt(letter).ToUnixTimeMilliseconds():D13}-{letter.MessageId}");

    private static BusUnavailableException Cut() => new(string.Create(
        CultureInfo.InvariantCulture, $"Not all dead letters could be looked at: others have some in hand just now, or there are more than {MaxLooked}."));

    private Task<T> WithAsync<T>(string id, Func<string, Message, Task<T>> then, T none, CancellationToken cancellation) => !IsId(id) ? Task.FromResult(none) : LookAsync(
        id,
        (url, look) => look.Found is { } found ? then(url, found) : look.IsWhole ? Task.FromResult(none) : throw Cut(),
        cancellation);

    private async Task DeleteAsync(string url, Message letter)
    {
        if ((await _settler.DeleteAsync(url, [letter])).Count > 0)
            throw new BusUnavailableException("The dead letter could not be deleted.");
    }

    // One look at a time, else two would hide letters from each other.
    private async Task<T> LookAsync<T>(string? sought, Func<string, Look, Task<T>> then, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        var look = new Look();
        string url = "";
        try
        {
            url = await queues.OfDeadLettersAsync(consumer, cancellation);
            await ReceiveAsync(url, look, sought, cancellation);
            return await then(url, look);
        }
        catch (Exception e) when (SqsTrouble.IsOfTheService(e) && !cancellation.IsCancellationRequested)
        {
            throw new BusUnavailableException($"The dead letters cannot be had now: {SqsTrouble.Of(e)}.", e);
        }
        finally
        {
            await _settler.HideAsync(url, look.Taken, TimeSpan.Zero, CancellationToken.None); // one that was deleted is not there any more, and says so
            _turn.Release();
        }
    }

    // A question that waits asks all of the service's machines: nothing means that there is nothing, but for what others have in hand.
    private async Task ReceiveAsync(string url, Look look, string? sought, CancellationToken cancellation)
    {
        for (int waits = 0; look.Taken.Count < MaxLooked && look.Found is null;)
        {
            var request = new ReceiveMessageRequest(url)
            {
                MaxNumberOfMessages = SqsEnvelope.MaxEntries,
                WaitTimeSeconds = (int)Wait.TotalSeconds,
                VisibilityTimeout = (int)Taken.TotalSeconds,
                MessageAttributeNames = ["All"],
                MessageSystemAttributeNames = ["ApproximateReceiveCount", "SentTimestamp"],
            };
            List<Message> received = (await clients.Polls.ReceiveMessageAsync(request, cancellation)).Messages ?? [];
            foreach (Message letter in received)
                Note(look, letter, sought);
            if (received.Count > 0)
                continue;
            look.IsWhole = await InHandAsync(url, cancellation) <= look.Taken.Count;
            if (look.IsWhole || ++waits > Waits)
                return;
        }
    }

    // Bodies of two thousand letters would be gigabytes: only that of the letter sought is kept.
    private void Note(Look look, Message letter, string? sought)
    {
        look.Taken.Add(letter);
        if (sought is null)
            look.Letters.Add(Read(letter));
        else if (look.Found is null && IdOf(letter) == sought)
            look.Found = letter;
        if (look.Found == letter)
            return;
        letter.Body = "";
        letter.MessageAttributes = [];
    }

    private async Task<int> InHandAsync(string url, CancellationToken cancellation) =>
        (await clients.Calls.GetQueueAttributesAsync(url, ["ApproximateNumberOfMessagesNotVisible"], cancellation)).ApproximateNumberOfMessagesNotVisible;

    // A letter without our attributes was moved by the queue's redrive policy, after as many deliveries as that allows. Without the payload.
    private DeadLetter Read(Message letter)
    {
        int deliveries = SqsEnvelope.NumberOf(letter, SqsEnvelope.Deliveries);
        return new DeadLetter(
            IdOf(letter),
            consumer,
            SqsEnvelope.TextOf(letter, SqsEnvelope.Reason) ?? "MaxReceiveCount: It was given as often as the queue's redrive policy allows, and never deleted.",
            SqsEnvelope.SentAt(letter),
            deliveries > 0 ? deliveries : 2 * settings.MaxDeliveries,
            SqsEnvelope.KindOf(letter),
            default);
    }

    private sealed class Look
    {
        /// <summary>All that was received, to be given back.</summary>
        public List<Message> Taken { get; } = [];

        /// <summary>What they say, where all are asked for.</summary>
        public List<DeadLetter> Letters { get; } = [];

        /// <summary>The one that is sought.</summary>
        public Message? Found { get; set; }

        /// <summary>Whether there are no others.</summary>
        public bool IsWhole { get; set; }
    }
}
