namespace LiveOps.Tests.Console.Walks;

/// <summary>A field of a form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What is typed or chosen.</param>
/// <param name="Kind">How.</param>
internal readonly record struct ConsoleField(string Name, string Value, FieldEntry Kind)
{
    public static ConsoleField Type(string name, string value) => new(name, value, FieldEntry.Typed);

    public static ConsoleField Pick(string name, string value) => new(name, value, FieldEntry.Picked);

    public static ConsoleField Tick(string name, string value) => new(name, value, FieldEntry.Ticked);

    /// <summary>A reason that is no markup, whatever it looks like.</summary>
    public static ConsoleField Reason => Type("reason", Stage.Hostile);
}

/// <summary>How a field is filled in.</summary>
internal enum FieldEntry
{
    /// <summary>Typed.</summary>
    Typed,

    /// <summary>Picked from a list.</summary>
    Picked,

    /// <summary>Ticked, one of several.</summary>
    Ticked,
}
