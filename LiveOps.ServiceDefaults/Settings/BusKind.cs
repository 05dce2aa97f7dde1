namespace LiveOps.ServiceDefaults.Settings;

/// <summary>What events travel on: <c>BUS_KIND</c>.</summary>
public enum BusKind
{
    /// <summary><c>embedded</c>, the default where no <c>CLOUD</c> is named: the journal, all services in one process.</summary>
    Embedded,

    /// <summary><c>redis</c>: Redis Streams.</summary>
    Redis,

    /// <summary><c>servicebus</c>: Azure Service Bus.</summary>
    ServiceBus,

    /// <summary><c>sqs</c>: Amazon SQS.</summary>
    Sqs,
}
