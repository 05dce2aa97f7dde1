namespace LiveOps.Progression.Stores.Sql;

/// <summary>A grant that a player was given.</summary>
internal sealed class GrantRow
{
    public required string PlayerId { get; init; }

    public required string GrantId { get; init; }

    public long GrantedAt { get; init; }

    /// <summary>JSON, as it is answered.</summary>
    public required string Document { get; init; }
}

/// <summary>A job of grants.</summary>
internal sealed class GrantJobRow
{
    public required string Id { get; init; }

    /// <summary>The grant, in base64.</summary>
    public required string Content { get; init; }

    public int Status { get; init; }

    public int Total { get; init; }

    public long MadeAt { get; init; }
}

/// <summary>A player of a job, and what became of their turn: 0 while it is to come.</summary>
internal sealed class GrantPlayerRow
{
    public required string Job { get; init; }

    public int Position { get; init; }

    public required string PlayerId { get; init; }

    public int Outcome { get; init; }
}
