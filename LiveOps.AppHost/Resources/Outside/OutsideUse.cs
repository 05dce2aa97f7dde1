namespace LiveOps.AppHost.Resources.Outside;

/// <summary>Says of a project that it uses something outside of the cluster that no setting of the model leads to.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="At">How it is reached.</param>
internal sealed record OutsideUse(string Name, OutsideAnnotation At) : IResourceAnnotation;
