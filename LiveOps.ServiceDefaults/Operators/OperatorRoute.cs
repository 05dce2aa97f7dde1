namespace LiveOps.ServiceDefaults.Operators;

/// <summary>A line of the table of roles.</summary>
/// <param name="Method">The call's method, in capitals.</param>
/// <param name="Route">Its route, as it is mapped, without a slash at the end.</param>
/// <param name="Role">Who may call it: whoever has this role or a higher one.</param>
public sealed record OperatorRoute(string Method, string Route, OperatorRole Role);
