using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Components;

namespace LiveOps.Console.Shell;

/// <summary>What pages, and parts of them, have in common.</summary>
public abstract class ConsolePage : ComponentBase
{
    /// <summary>The roles, for what is shown by them.</summary>
    protected const OperatorRole Moderator = OperatorRole.Moderator, Operator = OperatorRole.Operator, Admin = OperatorRole.Admin;

    /// <summary>What every page has.</summary>
    [Parameter, EditorRequired]
    public Screen S { get; set; } = null!;
}
