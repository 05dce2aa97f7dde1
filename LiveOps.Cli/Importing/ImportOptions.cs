namespace LiveOps.Cli.Importing;

/// <summary>How an import runs.</summary>
internal sealed record ImportOptions
{
    /// <summary>Whether nothing is sent.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether a checkpoint of a former run is passed over.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Where the checkpoint is; null: beside the source.</summary>
    public string? State { get; init; }

    /// <summary>Where rows go that do not count; null: nowhere.</summary>
    public string? Rejects { get; init; }

    /// <summary>How many may not count.</summary>
    public long MaxErrors { get; init; }

    /// <summary>Requests side by side.</summary>
    public int Parallel { get; init; } = 4;
}
