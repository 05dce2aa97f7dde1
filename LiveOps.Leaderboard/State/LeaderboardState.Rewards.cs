using LiveOps.Core.Rewards;

namespace LiveOps.Leaderboard.State;

/// <summary>What is earned when something closes.</summary>
internal sealed partial class LeaderboardState
{
    private readonly OwedRewards _owedRewards = new();

    /// <summary>Raised on the applying thread after something was earned. Whoever listens only takes note.</summary>
    public event Action? Earned;

    /// <summary>How many messages of rewards the bus has not been told yet.</summary>
    public int RewardsOwed
    {
        get
        {
            lock (Gate)
                return _owedRewards.Count;
        }
    }

    /// <summary>The first rewards that the bus has not been told of yet, and what is to be said once it has.</summary>
    public (long UpTo, RankRewards[] Earned) FirstOwed(int most)
    {
        lock (Gate)
            return _owedRewards.First(most);
    }

    // Under the gate, so that it is there with the closing.
    private void Earn(IReadOnlyList<RankRewards> earned)
    {
        if (earned.Count == 0)
            return;
        _owedRewards.Add(earned);
        Earned?.Invoke();
    }

    private void Told(long upTo)
    {
        lock (Gate)
            _owedRewards.Told(upTo);
    }
}
