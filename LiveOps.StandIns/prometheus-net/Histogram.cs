namespace Prometheus;

/// <summary>A metric that counts observations in buckets.</summary>
public sealed class Histogram : Collector<Histogram.Child>, IHistogram
{
    private static readonly double[] DefaultBuckets = [.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];

    private readonly double[] _buckets;
    private readonly string[] _bounds;

    internal Histogram(string name, string help, string[] labelNames, bool suppressInitialValue, double[]? buckets)
        : base(name, help, labelNames, suppressInitialValue)
    {
        if (labelNames.Contains("le"))
            throw new ArgumentException("'le' is a reserved label name");
        _buckets = buckets ?? DefaultBuckets;
        if (_buckets.Length == 0)
            throw new ArgumentException("Histogram must have at least one bucket");
        if (!double.IsPositiveInfinity(_buckets[^1]))
            _buckets = [.. _buckets, double.PositiveInfinity];
        for (int i = 1; i < _buckets.Length; i++)
        {
            if (_buckets[i] <= _buckets[i - 1])
                throw new ArgumentException("Bucket values must be increasing");
        }

        _bounds = [.. _buckets.Select(bound => $"le=\"{TextFormat.Number(bound)}\"")];
    }

    internal override string TypeName => "histogram";

    /// <inheritdoc/>
    public double Sum => Unlabelled.Sum;

    /// <inheritdoc/>
    public long Count => Unlabelled.Count;

    /// <inheritdoc/>
    public void Observe(double val) => Unlabelled.Observe(val, 1);

    /// <inheritdoc/>
    public void Observe(double val, long count) => Unlabelled.Observe(val, count);

    /// <summary>Shows the unlabelled value to scrapes.</summary>
    public void Publish() => Unlabelled.Publish();

    /// <summary>Holds the unlabelled value back until its next change.</summary>
    public void Unpublish() => Unlabelled.Unpublish();

    /// <summary>Bounds that each are a factor above the one before.</summary>
    /// <param name="start">The lowest; above 0.</param>
    /// <param name="factor">Above 1.</param>
    /// <param name="count">How many.</param>
    public static double[] ExponentialBuckets(double start, double factor, int count)
    {
        if (count <= 0)
            throw new ArgumentException($"{nameof(ExponentialBuckets)} needs a positive {nameof(count)}");
        if (start <= 0)
            throw new ArgumentException($"{nameof(ExponentialBuckets)} needs a positive {nameof(start)}");
        if (factor <= 1)
            throw new ArgumentException($"{nameof(ExponentialBuckets)} needs a {nameof(factor)} greater than 1");
        double[] buckets = new double[count];
        decimal next = (decimal)start; // decimal, so that bounds come out as 0.004 and not as 0.0040000000000000001
        for (int i = 0; i < count; i++, next *= (decimal)factor)
            buckets[i] = (double)next;
        return buckets;
    }

    private protected override Child NewChild(string[] labelValues, bool publish) => new(this, labelValues, publish);

    /// <summary>One value of a histogram.</summary>
    public sealed class Child : ChildBase, IHistogram
    {
        private readonly Histogram _parent;
        private readonly long[] _counts;
        private AtomicDouble _sum;

        internal Child(Histogram parent, string[] labelValues, bool publish) : base(parent, labelValues, publish)
        {
            _parent = parent;
            _counts = new long[parent._buckets.Length];
        }

        /// <inheritdoc/>
        public double Sum => _sum.Value;

        /// <inheritdoc/>
        public long Count
        {
            get
            {
                long total = 0;
                for (int i = 0; i < _counts.Length; i++)
                    total += Volatile.Read(ref _counts[i]);
                return total;
            }
        }

        /// <inheritdoc/>
        public void Observe(double val) => Observe(val, 1);

        /// <inheritdoc/>
        public void Observe(double val, long count)
        {
            if (double.IsNaN(val))
                return;
            double[] buckets = _parent._buckets;
            int bucket = 0;
            while (val > buckets[bucket])
                bucket++;
            Interlocked.Add(ref _counts[bucket], count);
            _sum.Add(val * count);
            Publish();
        }

        internal override void Write(TextFormat to)
        {
            // The buckets are read once, so that +Inf and _count always agree.
            long[] upTo = new long[_counts.Length];
            long total = 0;
            for (int i = 0; i < upTo.Length; i++)
                upTo[i] = total += Volatile.Read(ref _counts[i]);
            to.Sample(Name, "_sum", Labels, "", Sum);
            to.Sample(Name, "_count", Labels, "", total);
            for (int i = 0; i < upTo.Length; i++)
                to.Sample(Name, "_bucket", Labels, _parent._bounds[i], upTo[i]);
        }
    }
}
