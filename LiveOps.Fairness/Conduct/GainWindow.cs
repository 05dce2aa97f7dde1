using System.Runtime.CompilerServices;

namespace LiveOps.Fairness.Conduct;

/// <summary>Sums over a sliding time, in <see cref="Parts"/> parts.</summary>
internal struct GainWindow
{
    /// <summary>Parts of the time that are counted apart.</summary>
    public const int Parts = 4;

    /// <summary>Its bytes.</summary>
    public const int Length = sizeof(uint) * (Parts + 1);

    private uint _part; // the newest part's number
    private Sums _sums;

    [InlineArray(Parts)]
    private struct Sums
    {
        private uint _first;
    }

    /// <summary>What was added in the part and the three before it.</summary>
    public readonly long Sum(uint part)
    {
        long sum = 0;
        uint passed = part > _part ? part - _part : 0;
        for (uint back = 0; back + passed < Parts; back++)
            sum += _sums[(int)((_part - back) % Parts)];
        return sum;
    }

    /// <summary>Adds to a part; to the newest when time has stepped back.</summary>
    public void Add(uint part, long units)
    {
        for (uint passed = part > _part ? Math.Min(part - _part, Parts) : 0; passed > 0; passed--)
            _sums[(int)((part - passed + 1) % Parts)] = 0;
        _part = Math.Max(_part, part);
        ref uint sum = ref _sums[(int)(_part % Parts)];
        sum = (uint)Math.Min(uint.MaxValue, sum + units);
    }
}
