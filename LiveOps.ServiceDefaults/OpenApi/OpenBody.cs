namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>Marks a call that passes over members of its body which it does not know.</summary>
internal sealed record OpenBody;
