namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Numbers that are never given twice, by whatever process: each counts on from a start of 64 random bits. A stored part carries the stamp of
/// whoever wrote it, and is replaced only by somebody who has read that stamp. Unlike a version that counts from 1, a stamp does not come
/// back when a key expires, or Redis is flushed, and the player is written anew.
/// </summary>
internal static class Stamps
{
    private static long _last = Random.Shared.NextInt64(long.MinValue, long.MaxValue);

    public static long Next() => Interlocked.Increment(ref _last);
}
