namespace Prometheus;

/// <summary>A value that only rises.</summary>
public interface ICounter : ICollectorChild
{
    /// <summary>Adds, atomically.</summary>
    /// <param name="increment">Not negative.</param>
    void Inc(double increment = 1.0);

    /// <summary>Raises the value to a target; does nothing when it is there already.</summary>
    void IncTo(double targetValue);

    /// <summary>The value now.</summary>
    double Value { get; }
}
