using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Tests.Console.Walks;

/// <summary>Something that is done in the console by a form.</summary>
/// <param name="Route">Where forms of its kind are sent, as the console maps it.</param>
/// <param name="Does">The value of the button, where a form has several; else empty.</param>
/// <param name="Role">Who may.</param>
/// <param name="Page">The page that it stands in; <c>{number}</c> stands for what <see cref="Number"/> finds.</param>
/// <param name="To">Where it is sent, likewise.</param>
/// <param name="SeenAsync">Sees its effect through the API; null only where there is none, which <see cref="ConsoleActions.ChangesNothing"/> knows.</param>
/// <param name="Fields">What is typed and chosen, likewise.</param>
internal sealed record ConsoleAction(string Route, string Does, OperatorRole Role, string Page, string To, Func<Task>? SeenAsync, params ConsoleField[] Fields)
{
    /// <summary>What the page that follows says was done, the <c>done</c> in its address; empty where <see cref="Shows"/> holds.</summary>
    public string Done { get; init; } = "";

    /// <summary>What the page that follows shows, and the one before does not.</summary>
    public string Shows { get; init; } = "main [role=status]";

    /// <summary>Finds, or makes, what it is about.</summary>
    public Func<Task<string>>? Number { get; init; }

    /// <summary>The button that has to be pressed first.</summary>
    public string First { get; init; } = "";

    /// <summary>Whether it is the last form of the page that is sent there; else the first.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether a file comes.</summary>
    public bool Downloads { get; init; }
}
