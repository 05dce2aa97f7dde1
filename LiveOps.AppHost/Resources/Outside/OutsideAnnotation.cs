namespace LiveOps.AppHost.Resources.Outside;

/// <summary>
/// Says of a resource that it stands outside of the cluster where the system is published, how its users reach it, and what right of Azure's
/// they need. Nothing of it is secret.
/// </summary>
/// <param name="Kind">What it is, for readers: <c>Redis</c>.</param>
/// <param name="Ports">Where it is reached, over TCP.</param>
/// <param name="IsPrivate">Whether its address is a private one, of a network that is ours.</param>
/// <param name="Role">The role of Azure's that a workload identity needs there; null where a secret opens it.</param>
internal sealed record OutsideAnnotation(string Kind, IReadOnlyList<int> Ports, bool IsPrivate, string? Role = null) : IResourceAnnotation
{
    /// <summary>Azure Managed Redis (https://learn.microsoft.com/azure/redis/architecture), with the clustering policy that has one endpoint.</summary>
    public static readonly OutsideAnnotation Redis = new("Redis", [10000], IsPrivate: true);

    /// <summary>MySQL, managed or on a machine of one's own.</summary>
    public static readonly OutsideAnnotation MySql = new("MySQL", [3306], IsPrivate: true);

    /// <summary>Service Bus: AMQP over TLS, and HTTPS, by which subscriptions are counted. Counting is why its users own its data.</summary>
    public static readonly OutsideAnnotation ServiceBus = new("Service Bus", [443, 5671], IsPrivate: false, "Azure Service Bus Data Owner");

    /// <summary>Entra ID, where browsers are sent to sign in and codes are exchanged for tokens.</summary>
    public static readonly OutsideAnnotation Entra = new("Entra ID", [443], IsPrivate: false);

    /// <summary>Blob Storage: HTTPS. Its users write, list and delete blobs.</summary>
    public static readonly OutsideAnnotation BlobStorage = new("Blob Storage", [443], IsPrivate: false, "Storage Blob Data Contributor");
}
