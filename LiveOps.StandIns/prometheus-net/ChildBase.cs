using System.Text;

namespace Prometheus;

/// <summary>One value of a metric.</summary>
public abstract class ChildBase : ICollectorChild, IDisposable
{
    private readonly Collector _parent;
    private readonly string[] _labelValues;
    private volatile bool _publish;

    private protected ChildBase(Collector parent, string[] labelValues, bool publish)
    {
        _parent = parent;
        _labelValues = labelValues;
        _publish = publish;
        Labels = Encoding.UTF8.GetBytes(string.Join(",", parent.LabelNames.Zip(labelValues, (name, value) => $"{name}=\"{TextFormat.Escape(value)}\"")));
    }

    internal bool Published => _publish;

    /// <summary>The labels as they stand between the braces.</summary>
    internal byte[] Labels { get; }

    internal string Name => _parent.Name;

    /// <summary>Shows the value to scrapes, even if it was held back until its first change.</summary>
    public void Publish()
    {
        // Read first: a plain write by every increment would keep the cache line on the move between cores.
        if (!_publish)
            _publish = true;
    }

    /// <summary>Holds the value back until its next change.</summary>
    public void Unpublish() => _publish = false;

    /// <summary>Forgets the value.</summary>
    public void Remove() => _parent.Remove(_labelValues);

    /// <summary>Forgets the value.</summary>
    public void Dispose()
    {
        Remove();
        GC.SuppressFinalize(this);
    }

    internal abstract void Write(TextFormat to);
}
