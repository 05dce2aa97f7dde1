namespace LiveOps.Gateway.Keys;

/// <summary>A player's key.</summary>
/// <param name="Key">Its name, for the header <c>liveops-key</c>.</param>
/// <param name="Secret">What requests are signed with, as every library of Standard Webhooks reads it.</param>
internal sealed record PlayerKeyAnswer(string Key, string Secret);
