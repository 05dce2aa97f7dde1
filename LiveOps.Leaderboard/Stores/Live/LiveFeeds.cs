using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Leaderboard.Stores.Live;

/// <summary>
/// All pages that somebody listens to. Once a pace each is looked at: what nobody scored on costs a look, what changed is made once and told to all who listen. A feed begins with its first
/// listener and ends with its last.
/// </summary>
internal sealed class LiveFeeds(IBoardStore boards, LiveSettings settings, IHostApplicationLifetime lifetime, TimeProvider clock) : BackgroundService
{
    private const int AtOnce = 64; // a store that is asked over the network

    private readonly Lock _gate = new();
    private readonly Dictionary<LivePlace, LiveFeed> _feeds = [];
    private int _ofPlayers; // of the feeds, those around a player
    private int _listeners;
    private long _made;
    private bool _isOver;

    /// <summary>How many listen.</summary>
    public int Listeners => Volatile.Read(ref _listeners);

    /// <summary>How many events were made, for whoever listened.</summary>
    public long Made => Volatile.Read(ref _made);

    /// <summary>One more listens; <see cref="Leave"/> when it does no more.</summary>
    /// <returns>The feed, with a page; or why there is none.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be had.</exception>
    public async ValueTask<(LiveFeed? Feed, Problem? Problem)> JoinAsync(LivePlace place)
    {
        if (Enter(place) is not { } feed)
            return (null, new Problem(ProblemTypes.Unavailable, "As many listen as this server lets listen: ask for the page now and then, or try again later.", retryAfter: 30));
        bool isIn = false;
        try
        {
            Problem? problem = feed.Signal is null ? await feed.LookAsync() : null;
            isIn = problem is null;
            return isIn ? (feed, null) : (null, problem);
        }
        finally
        {
            if (!isIn)
                Leave(feed);
        }
    }

    /// <summary>One listens no more.</summary>
    public void Leave(LiveFeed feed)
    {
        lock (_gate)
        {
            _listeners--;
            if (--feed.Listeners == 0)
                Drop(feed);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int beat = (int)(LiveSettings.Beat / LiveSettings.Pace);
        using (lifetime.ApplicationStopping.Register(End)) // before the server waits for those who listen
            await Rounds.RunLaterAsync(LiveSettings.Pace, clock, number => RoundAsync((number + 1) % beat == 0), stoppingToken);
    }

    private void End()
    {
        lock (_gate)
            _isOver = true;
        foreach (LiveFeed feed in Feeds())
            feed.End();
    }

    private async Task RoundAsync(bool isBeat)
    {
        foreach (LiveFeed[] some in Feeds().Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(LookAsync));
            if (!isBeat)
                continue;
            foreach (LiveFeed feed in some)
                feed.Beat();
        }
    }

    private async Task LookAsync(LiveFeed feed)
    {
        try
        {
            if (await feed.LookAsync() is null)
                return;
            lock (_gate)
                Drop(feed); // whoever asks again is told what has become of the board
            feed.End();
        }
        catch (StoreUnavailableException)
        {
            // What was told holds until the store is back; that it is away is told elsewhere.
        }
    }

    private LiveFeed? Enter(LivePlace place)
    {
        lock (_gate)
        {
            if (_isOver || _listeners >= settings.Listeners)
                return null;
            if (!_feeds.TryGetValue(place, out LiveFeed? feed))
            {
                bool ofPlayer = place.Player is not null;
                if (_feeds.Count >= LiveSettings.Feeds || (ofPlayer && _ofPlayers >= LiveSettings.FeedsOfPlayers))
                    return null;
                _ofPlayers += ofPlayer ? 1 : 0;
                _feeds.Add(place, feed = new LiveFeed(place, boards, () => Interlocked.Increment(ref _made)));
            }

            _listeners++;
            feed.Listeners++;
            return feed;
        }
    }

    // Under the lock. When the last of its listeners has left, another feed of the same page may have begun since.
    private void Drop(LiveFeed feed)
    {
        if (_feeds.GetValueOrDefault(feed.Place) != feed)
            return;
        _feeds.Remove(feed.Place);
        _ofPlayers -= feed.Place.Player is null ? 0 : 1;
    }

    private LiveFeed[] Feeds()
    {
        lock (_gate)
            return [.. _feeds.Values];
    }
}
