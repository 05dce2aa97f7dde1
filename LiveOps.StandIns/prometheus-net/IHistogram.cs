namespace Prometheus;

/// <summary>Takes observations.</summary>
public interface IObserver : ICollectorChild
{
    /// <summary>Takes one.</summary>
    void Observe(double val);
}

/// <summary>Counts observations in buckets.</summary>
public interface IHistogram : IObserver
{
    /// <summary>Takes several of the same value.</summary>
    void Observe(double val, long count);

    /// <summary>The sum of all observations.</summary>
    double Sum { get; }

    /// <summary>How many there were.</summary>
    long Count { get; }
}
