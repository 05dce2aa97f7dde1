using System.ComponentModel.DataAnnotations;

namespace LiveOps.ServiceDefaults.Health;

// The shapes of the answers, for /openapi/v1.json.

/// <summary>The process answers.</summary>
internal sealed record AliveAnswer([property: AllowedValues("alive")] string Status);

/// <summary>The service has what it needs.</summary>
internal sealed record ReadyAnswer([property: AllowedValues("ready")] string Status);

/// <summary>It does not.</summary>
internal sealed record NotReadyAnswer([property: AllowedValues("not-ready")] string Status, MissingAnswer[] Missing);

/// <summary>A part that is missing, and why.</summary>
internal sealed record MissingAnswer(string Name, string Reason);
