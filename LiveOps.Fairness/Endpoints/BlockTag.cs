using System.Globalization;

namespace LiveOps.Fairness.Endpoints;

/// <summary>
/// A player's block as an <c>ETag</c>: until when it holds, in Unix ticks, 0 for none. Nothing else is in it: flags and throttling of somebody who cheats change with every event, and whoever
/// blocks them would be refused each time. What <c>If-Match</c> names is read as a case's: <see cref="CaseTag.Read"/>.
/// </summary>
internal static class BlockTag
{
    public static string Of(long until) => string.Create(CultureInfo.InvariantCulture, $"\"{until}\"");
}
