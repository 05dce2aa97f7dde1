namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>A secret that notices are signed with.</summary>
/// <param name="Bytes">The secret, sealed (<see cref="SecretBox"/>).</param>
/// <param name="MadeAt">When it was made: Unix ticks.</param>
/// <param name="Until">Until when it signs, since another took its place: Unix ticks; 0 while none has.</param>
internal sealed record WebhookSecret(byte[] Bytes, long MadeAt, long Until);
