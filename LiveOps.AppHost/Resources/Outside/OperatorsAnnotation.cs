namespace LiveOps.AppHost.Resources.Outside;

/// <summary>Says of a project that operators reach it where the system is published, by a host that is not the players'.</summary>
internal sealed record OperatorsAnnotation : IResourceAnnotation;
