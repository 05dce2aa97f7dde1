namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Marks an endpoint that only operators may call.</summary>
public sealed record OperatorCall;
