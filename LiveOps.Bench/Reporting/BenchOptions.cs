namespace LiveOps.Bench.Reporting;

/// <summary>How thoroughly to measure.</summary>
internal sealed record BenchOptions
{
    /// <summary>Counted rounds, after one to warm up.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Length of a round of load.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Connections, each with one request under way.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Which database a cluster keeps its state in.</summary>
    public string Database { get; init; } = "mysql";

    /// <summary>Only to see that it works: everything smaller.</summary>
    public bool Quick { get; init; }

    /// <summary>A size, or a tenth of it when quick.</summary>
    public int Sized(int size) => Quick ? size / 10 : size;
}
