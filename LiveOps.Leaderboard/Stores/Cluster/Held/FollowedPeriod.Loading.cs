using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Held;

/// <content>When ranks are loaded, and when they are let go of.</content>
internal sealed partial class FollowedPeriod
{
    private const int Chunk = 250, MostRests = 64; // so many entries keep Redis from others for half a millisecond

    // What an entry takes at first, an id of ten characters; measured. What it does take is known as it is loaded.
    private const int EntryBytes = 110;

    // A period is asked often when it was for so long, and rarely when it was not for so many windows. Following costs some 2 µs a change here and in Redis, asking some 25 a question.
    private const int OftenSeconds = 2, WindowSeconds = 10, RareWindows = 6, RareShare = 10, ChangesAQuestion = 10, FewChanges = 10_000;

    private long _bytes; // of the room
    private int _asked, _applied, _rare; // of the window
    private int _counted; // while they are not kept
    private long _countedFrom, _window, _restsUntil;
    private int _rests;
    private bool _isForgotten;
    private Task<bool>? _loading;

    /// <summary>Looks, about once a second, whether it is still worth what it takes.</summary>
    /// <returns>False: nobody asks for it, and it is kept no more: it may be forgotten.</returns>
    public bool Look()
    {
        lock (_gate)
        {
            if (clock.GetElapsedTime(_window) < TimeSpan.FromSeconds(WindowSeconds))
                return true;
            (int asked, int applied) = (_asked, _applied);
            (_window, _asked, _applied) = (clock.GetTimestamp(), 0, 0);
            _rare = asked == 0 || asked < settings.AskedOften * WindowSeconds / RareShare ? _rare + 1 : 0;
            if (_held is { } held)
            {
                if (applied > FewChanges + ((long)ChangesAQuestion * asked) || held.IsStale)
                    LetGo(rests: true);
                else if (_rare >= RareWindows)
                    LetGo(rests: false);
                else
                    _rests /= 2;
                return true;
            }

            _isForgotten = _rare >= RareWindows && asked == 0 && _loading is null;
            return !_isForgotten;
        }
    }

    /// <summary>Lets go of it for good: it was closed, dropped, or turned around.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _isForgotten = true;
            LetGo(rests: false);
        }
    }

    // Under the lock.
    private void LetGo(bool rests)
    {
        _held = null;
        room.Free(ref _bytes);
        if (!rests)
            return;
        _restsUntil = clock.GetTimestamp() + (long)(settings.Rest.TotalSeconds * Math.Max(1, _rests) * clock.TimestampFrequency);
        _rests = Math.Clamp(2 * _rests, 1, MostRests);
    }

    // Under the lock. Whether it may be answered from memory, once it is loaded; mostly nobody waits for that.
    private Task<bool> LoadWhereWanted()
    {
        if (_loading is null && IsWanted())
            _loading = Task.Run(LoadAsync);
        return settings.AskedOften == 0 && _loading is { } loading ? AfterAsync(loading) : No;

        // What was loaded may be from before the question.
        async Task<bool> AfterAsync(Task<bool> loading) => await loading && await CatchUpAsync();
    }

    private bool IsWanted()
    {
        if (_isForgotten)
            return false;
        if (settings.AskedOften > 0)
        {
            if (++_counted < settings.AskedOften * OftenSeconds)
                return false;
            bool often = clock.GetElapsedTime(_countedFrom) <= TimeSpan.FromSeconds(OftenSeconds);
            (_counted, _countedFrom) = (0, clock.GetTimestamp());
            if (!often)
                return false;
        }

        return clock.GetTimestamp() >= _restsUntil;
    }

    private async Task<bool> LoadAsync()
    {
        HeldRanking? loaded = null;
        Known known = default;
        long bytes = 0;
        try
        {
            long start = clock.GetTimestamp();
            (loaded, known, bytes) = await ReadAsync();
            if (loaded is not null)
                room.Loaded(Keys.Name, loaded.Count, bytes, clock.GetElapsedTime(start));
        }
        catch (Exception e)
        {
            room.Failed(Keys.Name, e); // whatever it is: else it would stay in loading for good
        }

        lock (_gate)
        {
            _loading = null;
            if (loaded is not null && !_isForgotten)
            {
                (_held, _known, _bytes, _saidAt) = (loaded, known, bytes, clock.GetTimestamp());
                return true;
            }

            room.Free(ref bytes);
            LetGo(rests: true);
            return false;
        }
    }

    // All entries as they were at the last call. Null where there is no room, or what changed meanwhile is not to be had.
    private async Task<(HeldRanking? Loaded, Known Known, long Bytes)> ReadAsync()
    {
        var loaded = new HeldRanking();
        Known known = default;
        long bytes = 0;
        int applied = 0;
        bool isWhole = false;
        try
        {
            RedisValue from = "0", changes = "";
            do
            {
                if (await ask([changes, (long)settings.Followed.TotalMilliseconds, from, Chunk]) is not { } scanned)
                    return default;
                var answer = (RedisResult[])scanned!;
                if (changes.IsNullOrEmpty)
                    known = Known.Of(answer);
                else if (!Take(loaded, answer, ref known, ref applied))
                    return default;
                loaded.Take((byte[])answer[5]!);
                int total = (int)answer[1];
                bool isLast = (string)answer[4]! == "0";
                if (isLast && loaded.Count != total)
                    return default;
                if (!room.TryChange(ref bytes, isLast ? loaded.Bytes : Math.Max(loaded.Bytes, (long)total * EntryBytes)))
                    return default;
                (changes, from, isWhole) = (known.Changes, (RedisValue)answer[4], isLast);
            }
            while (!isWhole);
            return (loaded, known, bytes);
        }
        finally
        {
            if (!isWhole)
                room.Free(ref bytes);
        }
    }
}
