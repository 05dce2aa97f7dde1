using Amazon.Runtime;
using Amazon.SQS;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>
/// The real clients: one for questions that wait for messages, one for what is published, and one for all else, which must be answered soon. Who asks is found by the SDK: a pod's web
/// identity or EKS Pod Identity, keys in the environment, a profile, the machine's role. A server on this machine is shown keys that mean nothing.
/// </summary>
internal sealed class SqsClients : IDisposable
{
    // Of one try, by the machine's time whatever the clock.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const int Retries = 2;

    /// <summary>Creates them; they connect to nothing yet.</summary>
    public SqsClients(SqsSettings settings)
    {
        Calls = Create(settings, Timeout, Retries);
        Sends = Create(settings, Timeout, retries: 0);
        Polls = Create(settings, settings.Poll + Timeout, Retries);
    }

    /// <summary>For what is answered at once.</summary>
    public IAmazonSQS Calls { get; }

    /// <summary>For publishing: one try each, since a lost answer behind a later refusal would be hidden from whoever must say whether a message may be stored.</summary>
    public IAmazonSQS Sends { get; }

    /// <summary>For receiving.</summary>
    public IAmazonSQS Polls { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Calls.Dispose();
        Sends.Dispose();
        Polls.Dispose();
    }

    // Throttling, time-outs and failures of the service are tried again by the SDK, with growing pauses; what is published by us alone, for as long as somebody waits. A connection that ends
    // before its answer is tried again beside that, ten times without a pause, whether or not the request was done (Core 4.0.102): "stale" to the SDK, also where it is a new one.
    private static AmazonSQSClient Create(SqsSettings settings, TimeSpan timeout, int retries)
    {
        var config = new AmazonSQSConfig { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = retries, MaxStaleConnectionRetries = retries, Timeout = timeout };
        if (settings.Address is not { } address)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
            return new AmazonSQSClient(config);
        }

        config.ServiceURL = address.ToString();
        config.AuthenticationRegion = settings.Region;
        return address.IsLoopback ? new AmazonSQSClient(new BasicAWSCredentials("local", "local"), config) : new AmazonSQSClient(config);
    }
}
