using System.Text.RegularExpressions;

namespace Prometheus;

/// <summary>A metric: name, help, label names.</summary>
public abstract partial class Collector
{
    private readonly string[] _labelNames;

    private protected Collector(string name, string help, string[] labelNames)
    {
        if (!ValidName().IsMatch(name))
            throw new ArgumentException($"Metric name '{name}' is not valid.");
        foreach (string label in labelNames)
        {
            if (!ValidName().IsMatch(label) || label.StartsWith("__", StringComparison.Ordinal))
                throw new ArgumentException($"Label name '{label}' is not valid.");
        }

        if (labelNames.Distinct(StringComparer.Ordinal).Count() != labelNames.Length)
            throw new InvalidOperationException("The set of label names includes duplicates: " + string.Join(", ", labelNames));
        Name = name;
        Help = help;
        _labelNames = [.. labelNames];
    }

    /// <summary>The metric's name.</summary>
    public string Name { get; }

    /// <summary>What it counts or measures.</summary>
    public string Help { get; }

    /// <summary>The names of its labels.</summary>
    public string[] LabelNames => _labelNames;

    internal abstract string TypeName { get; }

    internal abstract void Write(TextFormat to);

    internal abstract void Remove(string[] labelValues);

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*$")]
    private static partial Regex ValidName();
}

/// <summary>A metric with its values, by the values of its labels.</summary>
/// <typeparam name="TChild">One value.</typeparam>
public abstract class Collector<TChild> : Collector, ICollector<TChild> where TChild : ChildBase
{
    private readonly Dictionary<string[], TChild> _children = new(LabelValuesComparer.Instance);
    private readonly Lock _gate = new();
    private readonly bool _suppressInitialValue;
    private volatile TChild? _unlabelled;

    private protected Collector(string name, string help, string[] labelNames, bool suppressInitialValue) : base(name, help, labelNames) =>
        _suppressInitialValue = suppressInitialValue;

    /// <summary>The value that has no labels.</summary>
    protected internal TChild Unlabelled => _unlabelled ??= GetOrAdd([]);

    TChild ICollector<TChild>.Unlabelled => Unlabelled;

    /// <summary>The value of these labels, made when it is not there yet.</summary>
    public TChild WithLabels(params string[] labelValues)
    {
        ArgumentNullException.ThrowIfNull(labelValues);
        return WithLabels(labelValues.AsSpan());
    }

    /// <summary>The value of these labels, made when it is not there yet.</summary>
    public TChild WithLabels(ReadOnlyMemory<string> labelValues) => WithLabels(labelValues.Span);

    /// <summary>The value of these labels, made when it is not there yet; allocates nothing when it is.</summary>
    public TChild WithLabels(ReadOnlySpan<string> labelValues)
    {
        if (labelValues.Length != LabelNames.Length)
            throw new ArgumentException($"{Name} has {LabelNames.Length} labels, {labelValues.Length} values were given.");
        return GetOrAdd(labelValues);
    }

    /// <summary>Forgets the value of these labels.</summary>
    public void RemoveLabelled(params string[] labelValues) => Remove(labelValues);

    /// <summary>The values of the labels of every labelled value.</summary>
    public IEnumerable<string[]> GetAllLabelValues()
    {
        lock (_gate)
            return [.. _children.Keys.Where(key => key.Length > 0)];
    }

    internal sealed override void Remove(string[] labelValues)
    {
        lock (_gate)
        {
            _children.Remove(labelValues);
            if (labelValues.Length == 0)
                _unlabelled = null;
        }
    }

    internal sealed override void Write(TextFormat to)
    {
        if (LabelNames.Length == 0)
            _ = Unlabelled;
        TChild[] children;
        lock (_gate)
            children = [.. _children.Values];
        to.Family(Name, Help, TypeName);
        foreach (TChild child in children)
        {
            if (child.Published)
                child.Write(to);
        }
    }

    private protected abstract TChild NewChild(string[] labelValues, bool publish);

    private TChild GetOrAdd(ReadOnlySpan<string> labelValues)
    {
        foreach (string value in labelValues)
            ArgumentNullException.ThrowIfNull(value, nameof(labelValues));
        lock (_gate)
        {
            var byValues = _children.GetAlternateLookup<ReadOnlySpan<string>>();
            if (!byValues.TryGetValue(labelValues, out TChild? child))
            {
                string[] key = labelValues.ToArray();
                _children.Add(key, child = NewChild(key, !_suppressInitialValue));
            }

            return child;
        }
    }
}
