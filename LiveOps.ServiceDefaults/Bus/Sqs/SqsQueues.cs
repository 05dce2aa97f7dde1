using System.Collections.Concurrent;
using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>Where the queues are: asked for by name, once each, and made where that is allowed. A consumer's queue is made after that of its dead letters, which it points to.</summary>
internal sealed class SqsQueues(SqsClients clients, SqsSettings settings)
{
    // The most that SQS keeps anything: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html.
    private const int LongestRetentionSeconds = 14 * 24 * 3600;

    private readonly ConcurrentDictionary<string, string> _urls = new(StringComparer.Ordinal);

    /// <summary>Where a consumer's queue is.</summary>
    /// <exception cref="SqsQueueMissingException">It is not there, and may not be made.</exception>
    public ValueTask<string> OfAsync(string consumer, CancellationToken cancellation) => UrlAsync(settings.QueueOf(consumer), () => CreateAsync(consumer, cancellation), cancellation);

    /// <summary>Where the queue of a consumer's dead letters is.</summary>
    /// <exception cref="SqsQueueMissingException">It is not there, and may not be made.</exception>
    public ValueTask<string> OfDeadLettersAsync(string consumer, CancellationToken cancellation) =>
        UrlAsync(settings.DeadQueueOf(consumer), () => CreateAsync(settings.DeadQueueOf(consumer), [], cancellation), cancellation);

    /// <summary>That all queues are there that a message is sent to.</summary>
    /// <exception cref="SqsQueueMissingException">One is not there, and may not be made.</exception>
    public async ValueTask AllAsync(CancellationToken cancellation)
    {
        foreach (string consumer in settings.Consumers)
            await OfAsync(consumer, cancellation);
    }

    /// <summary>Asks the service for something small, however much of it is known already.</summary>
    public Task PingAsync(CancellationToken cancellation) => clients.Calls.GetQueueUrlAsync(settings.QueueOf(settings.Consumers[0]), cancellation);

    private async ValueTask<string> UrlAsync(string name, Func<Task<string>> create, CancellationToken cancellation)
    {
        if (_urls.TryGetValue(name, out string? known))
            return known;
        string url;
        try
        {
            url = (await clients.Calls.GetQueueUrlAsync(name, cancellation)).QueueUrl;
        }
        catch (Exception e) when (SqsTrouble.IsMissingQueue(e))
        {
            url = settings.MayCreate ? await create() : throw new SqsQueueMissingException(name, e);
        }

        return _urls[name] = url;
    }

    private async Task<string> CreateAsync(string consumer, CancellationToken cancellation)
    {
        string dead = await OfDeadLettersAsync(consumer, cancellation);
        GetQueueAttributesResponse told = await clients.Calls.GetQueueAttributesAsync(dead, [QueueAttributeName.QueueArn], cancellation);
        // Twice as often as we set aside ourselves: that is left for the message that ends every process which touches it.
        string policy = string.Create(
            CultureInfo.InvariantCulture, $$"""{"deadLetterTargetArn":"{{told.Attributes[QueueAttributeName.QueueArn]}}","maxReceiveCount":{{2 * settings.MaxDeliveries}}}""");
        return await CreateAsync(settings.QueueOf(consumer), new() { [QueueAttributeName.RedrivePolicy] = policy }, cancellation);
    }

    private async Task<string> CreateAsync(string name, Dictionary<string, string> attributes, CancellationToken cancellation)
    {
        attributes[QueueAttributeName.MessageRetentionPeriod] = LongestRetentionSeconds.ToString(CultureInfo.InvariantCulture);
        attributes[QueueAttributeName.VisibilityTimeout] = settings.Visibility.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        attributes[QueueAttributeName.MaximumMessageSize] = SqsEnvelope.MaxRequestBytes.ToString(CultureInfo.InvariantCulture);
        try
        {
            return (await clients.Calls.CreateQueueAsync(new CreateQueueRequest { QueueName = name, Attributes = attributes }, cancellation)).QueueUrl;
        }
        catch (QueueNameExistsException)
        {
            // Another replica was first, with other settings.
            return (await clients.Calls.GetQueueUrlAsync(name, cancellation)).QueueUrl;
        }
    }
}
