namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>A section of a service's document: a tag.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What its calls are about.</param>
public sealed record Section(string Name, string Description);
