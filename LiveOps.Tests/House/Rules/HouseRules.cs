namespace LiveOps.Tests.House.Rules;

/// <summary>The rules of the house, in the order of <c>docs/house.md</c>.</summary>
internal static class HouseRules
{
    public static IReadOnlyList<HouseRule> All { get; } =
    [
        .. SizeRules.All,
        .. ShapeRules.All,
        .. DependencyRules.All,
        .. TestRules.All,
    ];
}
