namespace LiveOps.Leaderboard.Leagues;

/// <summary>Players of one division who play against each other for a season.</summary>
/// <param name="number">Its number, of no other cohort of the league, ever.</param>
/// <param name="division">Their division, from 0.</param>
internal sealed class Cohort(long number, int division)
{
    /// <summary>In the place of a player who was erased.</summary>
    public const int Nobody = -1;

    public long Number { get; } = number;

    public int Division { get; set; } = division;

    /// <summary>In the order of their first scores. Whoever was erased leaves a place that nobody takes.</summary>
    public List<int> Players { get; } = [];
}
