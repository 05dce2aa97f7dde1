namespace Prometheus;

/// <summary>A metric with a value for each combination of its labels' values.</summary>
public interface ICollector
{
    /// <summary>The metric's name.</summary>
    string Name { get; }

    /// <summary>What it counts or measures.</summary>
    string Help { get; }

    /// <summary>The names of its labels.</summary>
    string[] LabelNames { get; }
}

/// <summary>A metric whose values are of one kind.</summary>
/// <typeparam name="TChild">One value.</typeparam>
public interface ICollector<out TChild> : ICollector where TChild : ICollectorChild
{
    /// <summary>The value that has no labels.</summary>
    TChild Unlabelled { get; }

    /// <summary>The value of these labels, made when it is not there yet.</summary>
    TChild WithLabels(params string[] labelValues);

    /// <summary>The value of these labels, made when it is not there yet.</summary>
    TChild WithLabels(ReadOnlyMemory<string> labelValues);

    /// <summary>The value of these labels, made when it is not there yet; allocates nothing when it is.</summary>
    TChild WithLabels(ReadOnlySpan<string> labelValues);
}

/// <summary>One value of a metric.</summary>
public interface ICollectorChild
{
}
