namespace Prometheus;

/// <summary>A double that several threads add to.</summary>
internal struct AtomicDouble
{
    private double _value;

    public double Value
    {
        readonly get => Volatile.Read(in _value);
        set => Volatile.Write(ref _value, value);
    }

    public void Add(double amount)
    {
        double before = Volatile.Read(ref _value);
        for (double seen; ; before = seen)
        {
            seen = Interlocked.CompareExchange(ref _value, before + amount, before);
            // By bits, so that NaN ends too.
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(before))
                return;
        }
    }

    public void RaiseTo(double target) => MoveTo(target, up: true);

    public void LowerTo(double target) => MoveTo(target, up: false);

    private void MoveTo(double target, bool up)
    {
        double before = Volatile.Read(ref _value);
        while (up ? before < target : before > target)
        {
            double seen = Interlocked.CompareExchange(ref _value, target, before);
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(before))
                return;
            before = seen;
        }
    }
}
