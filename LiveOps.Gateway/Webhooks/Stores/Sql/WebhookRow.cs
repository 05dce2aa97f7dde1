namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>A row of the log: what one replica has done in one step.</summary>
/// <param name="Number">Its number, without gaps.</param>
/// <param name="Token">Tells who wrote it that they have.</param>
/// <param name="Content">What was done (<see cref="WebhookEntry"/>).</param>
internal sealed record WebhookRow(long Number, long Token, byte[] Content);
