using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Held;

/// <summary>
/// A period whose ranks may be kept in this replica's memory, because they are asked for often:
/// <list type="number">
/// <item>they are loaded, some hundred entries a call, and each call brings what has changed since the one before: so what is there is as it was at the last call;</item>
/// <item>from then on a question needs one word of Redis that comes after it: what has changed since the last such word, mostly nothing. The first of a quiet moment has it asked at once; those that come meanwhile share
/// the next, as with <see cref="Redis.AroundCalls"/>;</item>
/// <item>what has changed is applied, and the question answered from memory: it reflects every projection that had ended when it came;</item>
/// <item>where Redis cannot say what has changed since (nobody followed for a while, a replica of an older version wrote, the ranks were lost), they are let go of, and questions go to Redis as before, until they are loaded
/// again.</item>
/// </list>
/// </summary>
/// <param name="period">The period.</param>
/// <param name="ask">Runs <see cref="Redis.RankScripts.Follow"/>; null when the ranks are not whole.</param>
/// <param name="room">The memory that all periods share.</param>
/// <param name="settings">What is kept.</param>
/// <param name="clock">The clock.</param>
internal sealed partial class FollowedPeriod(StoredPeriod period, Func<RedisValue[], Task<RedisResult?>> ask, HeldRoom room, HeldSettings settings, TimeProvider clock)
{
    private static readonly Task<bool> No = Task.FromResult(false);

    private readonly Lock _gate = new();
    private HeldRanking? _held;
    private Known _known;
    private long _saidAt;
    private bool _isAsking;
    private List<SharedWord> _waiting = [];

    /// <summary>Where its ranks are.</summary>
    public RankKeys Keys => period.Keys;

    /// <summary>Whether its ranks are kept.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
                return _held is not null;
        }
    }

    /// <summary>Whether what is in memory is as Redis had it at some moment after this was called. False: Redis is to be asked as if there were no memory.</summary>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">Redis cannot be had.</exception>
    public Task<bool> CatchUpAsync()
    {
        lock (_gate)
        {
            _asked++;
            if (_held is null)
                return LoadWhereWanted();
            if (_isAsking)
            {
                if (_waiting.Count == 0 || _waiting[^1].IsFull)
                    _waiting.Add(new SharedWord());
                return _waiting[^1].Join();
            }

            _isAsking = true;
        }

        return AskAloneAsync();
    }

    /// <summary>As <see cref="HeldRanking.Around"/>; null when it has been let go of.</summary>
    public bool? Around(string player, int count, RowBuffer rows, SharedBoard board)
    {
        lock (_gate)
            return _held?.Around(player, count, rows, board);
    }

    /// <summary>As <see cref="HeldRanking.Among"/>; null when it has been let go of.</summary>
    public List<string>? Among(IReadOnlyList<string> players, RowBuffer rows, SharedBoard board)
    {
        lock (_gate)
            return _held?.Among(players, rows, board);
    }

    // The first of a quiet moment is of its request alone.
    private async Task<bool> AskAloneAsync()
    {
        try
        {
            return await AskAsync();
        }
        finally
        {
            GoOn();
        }
    }

    // The next is of many requests: not in the trace and the log's scope of one of them. It goes when the pool has done what it had to do already, so that questions that have been read come along.
    private void GoOn()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isAsking = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static period => _ = period.ShareAsync(), this, preferLocal: false);
    }

    private async Task ShareAsync()
    {
        List<SharedWord> words;
        lock (_gate)
            (words, _waiting) = (_waiting, []);
        try
        {
            bool isCaughtUp = await AskAsync();
            words.ForEach(word => word.Tell(isCaughtUp, null));
        }
        catch (Exception e)
        {
            words.ForEach(word => word.Tell(false, e));
        }

        GoOn();
    }

    private async Task<bool> AskAsync()
    {
        HeldRanking? held;
        RedisValue known, said;
        lock (_gate)
        {
            held = _held;
            (known, said) = (_known.Changes, Said());
        }

        if (held is null)
            return false;
        var answer = (RedisResult[]?)await ask([known, said, "", ""]);
        lock (_gate)
        {
            if (_held != held)
                return false; // let go of meanwhile, perhaps loaded again
            bool isTaken = false;
            try
            {
                isTaken = answer is not null && Take(held, answer, ref _known, ref _applied) && held.Count == (int)answer[1] && room.TryChange(ref _bytes, held.Bytes);
                return isTaken;
            }
            finally
            {
                if (!isTaken)
                    LetGo(rests: true);
            }
        }
    }

    // Says that somebody follows, unless it was said lately.
    private RedisValue Said()
    {
        if (clock.GetElapsedTime(_saidAt) < settings.Followed / 3)
            return "";
        _saidAt = clock.GetTimestamp();
        return (long)settings.Followed.TotalMilliseconds;
    }

    // What led to the changes that are answered, from those that are known; false when that is not to be had.
    private static bool Take(HeldRanking held, RedisResult[] answer, ref Known known, ref int applied)
    {
        var now = Known.Of(answer);
        if (now.Changes == known.Changes)
            return now.At == known.At;
        if (answer[3].IsNull)
            return false;
        (long changes, string? before) = (known.Changes, known.At);
        foreach (RedisValue packed in (RedisValue[])answer[3]!)
        {
            if (held.Apply((byte[])packed!, before, ref applied) != ++changes)
                return false;
            before = null; // the list itself has no gap
        }

        known = now;
        return changes == now.Changes;
    }

    // Which changes are in memory: their number, and when the last was made by Redis's clock.
    private readonly record struct Known(long Changes, string At)
    {
        public static Known Of(RedisResult[] answer) => new((long)answer[0], (string?)answer[2] ?? "");
    }
}
