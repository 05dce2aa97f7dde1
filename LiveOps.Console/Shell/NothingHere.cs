namespace LiveOps.Console.Shell;

/// <summary>A page that says why there is no other.</summary>
internal static class NothingHere
{
    /// <summary>For paths that nothing answers.</summary>
    public static IResult Get(Desk desk) => Page(desk);

    /// <summary>Says why.</summary>
    public static IResult Page(Desk desk, string? why = null, int status = StatusCodes.Status404NotFound) =>
        desk.Page<WhyPage>(new Notice(false, why ?? desk.Speech["nothing-here"], "", status));
}
