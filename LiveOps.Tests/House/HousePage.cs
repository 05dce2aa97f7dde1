using LiveOps.Tests.House.Rooms;
using LiveOps.Tests.House.Rules;

namespace LiveOps.Tests.House;

/// <summary>The parts of <c>docs/house.md</c> that are written by code: each begins with a comment that names it and ends with another.</summary>
internal static class HousePage
{
    private const string End = "<!-- end -->\n";

    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "docs", "house.md");

    /// <summary>The page with its parts as they are now.</summary>
    public static string Now(string page)
    {
        foreach (string service in Storeys.Services)
            page = With(page, service, RoomPicture.Of(service, CompiledProject.Rooms(service)));
        return With(page, "rules", "| rule | because |\n|---|---|\n" + string.Concat(HouseRules.All.Select(rule => $"| {rule.Says} | {rule.Why} |\n")));
    }

    private static string With(string page, string part, string text)
    {
        string begin = $"<!-- written by code: {part} -->\n";
        int from = page.IndexOf(begin, StringComparison.Ordinal) is >= 0 and var at ? at + begin.Length : throw new InvalidDataException($"{Path} has no place for {part}");
        return page[..from] + text + page[page.IndexOf(End, from, StringComparison.Ordinal)..];
    }
}
