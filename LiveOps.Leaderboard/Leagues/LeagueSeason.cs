namespace LiveOps.Leaderboard.Leagues;

/// <summary>
/// A season that runs: a period of the board in which a league is played. While the season before it is not closed (it takes late scores for its grace), nobody's division is known: whoever
/// scores already waits, in order, and comes into a cohort when it is.
/// </summary>
/// <param name="period">The period's name.</param>
/// <param name="opens">When it opened.</param>
/// <param name="isWaiting">Whether one before it is still to be closed.</param>
internal sealed class LeagueSeason(string period, long opens, bool isWaiting)
{
    /// <summary>In the place of a cohort, of whoever waits for one.</summary>
    public const int Waits = -1;

    private readonly Dictionary<int, int> _filling = []; // by division: the cohort that takes players

    public string Period { get; } = period;

    public long Opens { get; } = opens;

    public bool IsWaiting { get; private set; } = isWaiting;

    /// <summary>In the order in which they were formed.</summary>
    public List<Cohort> Cohorts { get; } = [];

    /// <summary>By player: the place of their cohort, or <see cref="Waits"/>.</summary>
    public Dictionary<int, int> CohortOf { get; } = [];

    /// <summary>Whoever waits, in order.</summary>
    public List<int> Waiting { get; } = [];

    /// <summary>A player has scored.</summary>
    /// <param name="player">Who.</param>
    /// <param name="division">Their division.</param>
    /// <param name="size">How many a cohort has.</param>
    /// <param name="lastNumber">The number that a cohort was given last.</param>
    public void Join(int player, int division, int size, ref long lastNumber)
    {
        if (CohortOf.ContainsKey(player))
            return;
        if (IsWaiting)
        {
            CohortOf.Add(player, Waits);
            Waiting.Add(player);
            return;
        }

        CohortOf.Add(player, Place(player, division, size, ref lastNumber));
    }

    /// <summary>Those before it are closed: whoever waits comes into a cohort.</summary>
    public void Begin(Func<int, int> divisionOf, int size, ref long lastNumber)
    {
        IsWaiting = false;
        foreach (int player in Waiting)
        {
            if (player != Cohort.Nobody)
                CohortOf[player] = Place(player, divisionOf(player), size, ref lastNumber);
        }

        Waiting.Clear();
        Waiting.TrimExcess();
    }

    /// <summary>The same as it will be when those before it are closed; this one is left as it is.</summary>
    public LeagueSeason Begun(Func<int, int> divisionOf, int size, ref long lastNumber)
    {
        var begun = new LeagueSeason(Period, Opens, isWaiting: true);
        begun.Waiting.AddRange(Waiting);
        begun.CohortOf.EnsureCapacity(Waiting.Count);
        begun.Begin(divisionOf, size, ref lastNumber);
        return begun;
    }

    /// <summary>The cohort of a number; null when there is none.</summary>
    public Cohort? Find(long number)
    {
        int low = 0, high = Cohorts.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (Cohorts[middle].Number == number)
                return Cohorts[middle];
            if (Cohorts[middle].Number < number)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    /// <summary>The cohort of a player; null when they have none yet.</summary>
    public Cohort? Of(int player) => CohortOf.TryGetValue(player, out int cohort) && cohort != Waits ? Cohorts[cohort] : null;

    /// <summary>Forgets a player.</summary>
    public void Erase(int player)
    {
        if (!CohortOf.Remove(player, out int cohort))
            return;
        List<int> players = cohort == Waits ? Waiting : Cohorts[cohort].Players;
        players[players.IndexOf(player)] = Cohort.Nobody;
    }

    /// <summary>Divisions have other places.</summary>
    public void Move(Func<int, int> placeOf)
    {
        foreach (Cohort cohort in Cohorts)
            cohort.Division = placeOf(cohort.Division);
        FindFilling();
    }

    /// <summary>Of each division the last cohort is the one that takes players.</summary>
    public void FindFilling()
    {
        _filling.Clear();
        for (int at = 0; at < Cohorts.Count; at++)
            _filling[Cohorts[at].Division] = at;
    }

    private int Place(int player, int division, int size, ref long lastNumber)
    {
        if (!_filling.TryGetValue(division, out int at) || Cohorts[at].Players.Count >= size)
        {
            at = Cohorts.Count;
            Cohorts.Add(new Cohort(++lastNumber, division));
            _filling[division] = at;
        }

        Cohorts[at].Players.Add(player);
        return at;
    }
}
