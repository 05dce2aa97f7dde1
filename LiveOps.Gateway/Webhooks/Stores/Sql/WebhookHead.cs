namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>How the log of webhooks stands.</summary>
/// <param name="Next">The number of the next row.</param>
/// <param name="Snapshot">Up to which row the snapshot goes; 0 for none.</param>
/// <param name="Epoch">Rises whenever another replica sends.</param>
/// <param name="Holder">Which one does.</param>
internal sealed record WebhookHead(long Next, long Snapshot, long Epoch, string Holder);
