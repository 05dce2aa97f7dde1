namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>What an operator says of a webhook.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Types">Which notices: <see cref="Core.Notices.NoticeTypes.Bit"/> of each.</param>
/// <param name="IsEnabled">Whether anything is sent.</param>
/// <param name="Description">What it is for, in their words.</param>
internal sealed record WebhookWish(string Url, ulong Types, bool IsEnabled, string Description);
