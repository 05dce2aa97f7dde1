using System.Globalization;
using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Leaderboard.Policies;

/// <summary>
/// What rewards by rank are called, which makes each of them one: <c>&lt;what&gt;:&lt;period&gt;</c>, where what is the board, its window and what the policy calls the reward, as in
/// <c>ladder.weekly.gold:2026-W47</c>, or of a league its name and that, as in <c>arena.gold:2026-W47</c>. The mark of a part, which no id has, becomes two dots: <c>2026-W47..2</c>.
/// </summary>
internal static class RewardNames
{
    private const int HashDigits = 16;

    /// <summary>The name of a reward; where it would be longer than an id may be, its end is a hash of all of it.</summary>
    public static string Of(string what, string period)
    {
        string name = $"{what}:{period.Replace("~", "..", StringComparison.Ordinal)}";
        if (name.Length <= IdRule.MaxLength)
            return name;
        var hash = (ulong)IdHash.Of(Encoding.ASCII.GetBytes(name));
        return name[..(IdRule.MaxLength - 1 - HashDigits)] + "." + hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
