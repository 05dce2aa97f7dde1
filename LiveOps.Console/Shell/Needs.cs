using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Shell;

/// <summary>Which role a page, or a form, takes. Services refuse what a role may not do whatever the console thinks.</summary>
internal sealed record Needs(OperatorRole Role);
