namespace Prometheus;

/// <summary>A metric that only rises.</summary>
public sealed class Counter : Collector<Counter.Child>, ICounter
{
    internal Counter(string name, string help, string[] labelNames, bool suppressInitialValue) : base(name, help, labelNames, suppressInitialValue)
    {
    }

    internal override string TypeName => "counter";

    /// <inheritdoc/>
    public void Inc(double increment = 1.0) => Unlabelled.Inc(increment);

    /// <inheritdoc/>
    public void IncTo(double targetValue) => Unlabelled.IncTo(targetValue);

    /// <inheritdoc/>
    public double Value => Unlabelled.Value;

    /// <summary>Shows the unlabelled value to scrapes.</summary>
    public void Publish() => Unlabelled.Publish();

    /// <summary>Holds the unlabelled value back until its next change.</summary>
    public void Unpublish() => Unlabelled.Unpublish();

    private protected override Child NewChild(string[] labelValues, bool publish) => new(this, labelValues, publish);

    /// <summary>One value of a counter.</summary>
    public sealed class Child : ChildBase, ICounter
    {
        private AtomicDouble _value;

        internal Child(Collector parent, string[] labelValues, bool publish) : base(parent, labelValues, publish)
        {
        }

        /// <inheritdoc/>
        public void Inc(double increment = 1.0)
        {
            if (increment < 0.0)
                throw new ArgumentOutOfRangeException(nameof(increment), "Counter value cannot decrease.");
            _value.Add(increment);
            Publish();
        }

        /// <inheritdoc/>
        public void IncTo(double targetValue)
        {
            _value.RaiseTo(targetValue);
            Publish();
        }

        /// <inheritdoc/>
        public double Value => _value.Value;

        internal override void Write(TextFormat to) => to.Sample(Name, "", Labels, "", Value);
    }
}
