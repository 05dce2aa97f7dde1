using LiveOps.Console.Shell;

namespace LiveOps.Console.Players;

/// <summary>
/// A grant as it was typed. Its id is made with the page and comes back with whatever was not done: a grant whose outcome is not known is sent again as the same one.
/// </summary>
/// <param name="Id">Its id: what has one is made once.</param>
/// <param name="Xp">How much XP.</param>
/// <param name="Item">Which item.</param>
/// <param name="Quantity">How many of it.</param>
/// <param name="Reward">Which reward.</param>
/// <param name="Reason">Why.</param>
public sealed record GrantDraft(string Id, string Xp = "", string Item = "", string Quantity = "", string Reward = "", string Reason = "")
{
    /// <summary>Whether it came from a form.</summary>
    public bool IsTyped { get; private init; }

    /// <summary>An empty one, with an id of its own.</summary>
    public static GrantDraft New() => new($"console-{Guid.NewGuid():n}");

    internal static GrantDraft Of(Fields form) =>
        new(form["grant"], form["xp"], form["item"], form["quantity"], form["reward"], form["reason"]) { IsTyped = true };
}
