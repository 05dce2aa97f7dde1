namespace Prometheus;

/// <summary>A value that goes up and down.</summary>
public interface IGauge : ICollectorChild
{
    /// <summary>Adds, atomically.</summary>
    void Inc(double increment = 1);

    /// <summary>Sets the value.</summary>
    void Set(double val);

    /// <summary>Takes away, atomically.</summary>
    void Dec(double decrement = 1);

    /// <summary>Raises the value to a target; does nothing when it is there already.</summary>
    void IncTo(double targetValue);

    /// <summary>Lowers the value to a target; does nothing when it is there already.</summary>
    void DecTo(double targetValue);

    /// <summary>The value now.</summary>
    double Value { get; }
}
