namespace LiveOps.Progression.Grants;

/// <summary>How a job stands.</summary>
internal enum GrantJobStatus
{
    /// <summary>It goes on by itself.</summary>
    Running = 1,

    /// <summary>It waits to be continued.</summary>
    Stopped = 2,

    /// <summary>Every player had their turn.</summary>
    Done = 3,
}

/// <summary>The same grant for many players, as it stands.</summary>
/// <param name="Grant">What each is granted; its id is the job's.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Total">How many players.</param>
/// <param name="Granted">How many were given it.</param>
/// <param name="Known">How many had it before under this id.</param>
/// <param name="Unknown">How many there are not.</param>
/// <param name="Refused">How many have too many grants, or another under this id.</param>
/// <param name="Left">How many are still to come. Who was erased meanwhile is in none of these numbers.</param>
/// <param name="MadeAt">When it was made: Unix ticks.</param>
/// <param name="UnknownPlayers">Some of those that there are not.</param>
internal sealed record GrantJob(
    GrantContent Grant, GrantJobStatus Status, int Total, int Granted, int Known, int Unknown, int Refused, int Left, long MadeAt, IReadOnlyList<string> UnknownPlayers)
{
    /// <summary>The most players of one job.</summary>
    public const int MostPlayers = 50_000;

    /// <summary>The most jobs that are not done.</summary>
    public const int MostOpen = 100;

    /// <summary>How many of the players that there are not are named.</summary>
    public const int MostNamed = 100;

    /// <summary>How many players have their turn at once.</summary>
    public const int ChunkPlayers = 256;
}

/// <summary>What became of stopping a job, or having it go on.</summary>
/// <param name="Job">The job as it stands.</param>
/// <param name="IsChanged">Whether it stood otherwise before.</param>
internal sealed record GrantJobSwitch(GrantJob Job, bool IsChanged);

/// <summary>What became of asking for a job.</summary>
internal enum GrantJobOutcome
{
    /// <summary>It was made.</summary>
    Made,

    /// <summary>It was there.</summary>
    Known,

    /// <summary>The id is another job's.</summary>
    OtherContent,

    /// <summary>Too many jobs are not done.</summary>
    TooMany,
}
