namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>The steps of a league's closing. The numbers stand in the database.</summary>
internal enum ClosingStep
{
    /// <summary>Whoever waits in it comes into a cohort.</summary>
    Begin = 0,

    /// <summary>Cohort by cohort it is seen who moves and who earns what.</summary>
    Cohorts = 1,

    /// <summary>Of a part of a period that goes on it is noted who was present.</summary>
    Present = 2,

    /// <summary>Whoever is above the lowest division and was absent falls, or of a part that goes on is noted where they scored while the league rested.</summary>
    Absent = 3,

    /// <summary>Who was present in parts of a period that is over is forgotten.</summary>
    Parts = 4,

    /// <summary>The season becomes a past one.</summary>
    End = 5,
}
