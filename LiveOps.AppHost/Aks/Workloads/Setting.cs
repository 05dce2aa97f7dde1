namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>A setting that is not secret.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, with what the model has for parameters.</param>
/// <param name="Template">Its value, with expressions of Helm for parameters.</param>
internal sealed record Setting(string Name, string Value, string Template);
