namespace LiveOps.Fairness.Conduct;

/// <summary>
/// What is known of one player's accepted scores on one board: 56 bytes, the same whichever way the board counts, so that it may be turned round. Mean and variance are Welford's (Technometrics 4(3), 1962) in
/// the weighted form of West (CACM 22(9), 1979): the newest of n scores weighs 1/n, and never less than 1/64, so that they follow
/// a player who learns. They are robust in Huber's way (Annals of Mathematical Statistics 35(1), 1964): from the tenth score on, a
/// score counts as at most <see cref="Clip"/> deviations off the mean, so no single one teaches that the absurd is normal. One further
/// off than <see cref="Far"/> weighs a fifth, as though it were only the fifth: it widens the deviation 3.3 times at the most, so a
/// player whose level has risen by up to 15 deviations is believed after one flag, by up to 50 after two.
/// </summary>
internal struct ScoreHistory
{
    /// <summary>How far off the mean a score may pull, in deviations.</summary>
    public const double Clip = 8;

    /// <summary>From so many deviations off the mean on a score may be a new level.</summary>
    public const double Far = 4;

    private const int FarWeight = 5;

    /// <summary>The deviation is never taken as less than this part of the mean while learning.</summary>
    public const double ClipFloor = 0.05;

    private const int Memory = 64;
    private const int Trusted = 10;

    /// <summary>See <see cref="Core.Boards.BoardHash"/>.</summary>
    public ulong Board;

    /// <summary>The highest score.</summary>
    public long Highest;

    /// <summary>The lowest score.</summary>
    public long Lowest;

    /// <summary>The last score.</summary>
    public long Last;

    /// <summary>Of the scores.</summary>
    public double Mean;

    /// <summary>Of the scores, over n, not n - 1.</summary>
    public float Variance;

    /// <summary>When the run of the same score began: Unix seconds.</summary>
    public uint RunStart;

    /// <summary>In the first of a player's histories, how many there are.</summary>
    public byte Length;

    /// <summary>Accepted scores; stops at its largest.</summary>
    public ushort Count;

    /// <summary>How often <see cref="Last"/> came in a row.</summary>
    public ushort Run;

    /// <summary>Whether there are enough scores for one that is far off to be told: it makes no room for another board.</summary>
    public readonly bool IsTrusted => Count >= Trusted;

    /// <summary>The standard deviation (over n - 1).</summary>
    public readonly double SampleDeviation
    {
        get
        {
            double n = Math.Min((int)Count, Memory);
            return Math.Sqrt(Variance * n / Math.Max(n - 1, 1));
        }
    }

    /// <summary>The standard deviation (over n - 1), at least so much of the mean, and 1.</summary>
    public readonly double Deviation(double floor) => Math.Max(SampleDeviation, Math.Max(floor * Math.Abs(Mean), 1));

    /// <summary>How long the run of the same score is with this one.</summary>
    public readonly int RunWith(long score, long at, int seconds) =>
        Count > 0 && score == Last && (uint)(at / TimeSpan.TicksPerSecond) - RunStart <= seconds ? Run + 1 : 1;

    /// <summary>Learns an accepted score.</summary>
    public void Learn(long score, long at, int runSeconds)
    {
        Run = (ushort)Math.Min(RunWith(score, at, runSeconds), ushort.MaxValue);
        if (Run == 1)
            RunStart = (uint)(at / TimeSpan.TicksPerSecond);
        Last = score;
        Highest = Count == 0 ? score : Math.Max(Highest, score);
        Lowest = Count == 0 ? score : Math.Min(Lowest, score);

        int weight = Math.Min(Count + 1, Memory);
        double off = score - Mean;
        if (IsTrusted)
        {
            double deviation = Deviation(ClipFloor);
            if (Math.Abs(off) > Far * deviation)
                weight = FarWeight;
            off = Math.Clamp(off, -Clip * deviation, Clip * deviation);
        }

        Count = (ushort)Math.Min(Count + 1, ushort.MaxValue);
        double share = 1.0 / weight;
        Mean += share * off;
        Variance = (float)((1 - share) * (Variance + share * off * off));
    }
}
