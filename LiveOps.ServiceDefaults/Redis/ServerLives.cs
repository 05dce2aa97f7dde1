using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// What a Redis is made of: of each server that takes writes which process it is (<c>run_id</c>), and since when it is a primary without a break (<c>master_replid</c>), as <c>INFO</c> says
/// (https://redis.io/docs/latest/commands/info/). Whoever was started again, or promoted, lives another life, and may have lost what was written last. A new <c>master_replid</c> does not always mean that: the first
/// replica of a primary brings one too, and the hour after the last.
/// </summary>
public static class ServerLives
{
    // Of 40 digits each: enough that no two are ever alike.
    private const int Digits = 16;

    /// <summary>Asks.</summary>
    /// <param name="store">The Redis.</param>
    /// <returns>A word for each server, with blanks between; null where one does not say it, as managed ones may.</returns>
    /// <exception cref="Stores.StoreUnavailableException">It cannot be had.</exception>
    public static async Task<string?> AskAsync(RedisStore store)
    {
        string?[] lives = await store.RunOnEachAsync("lives", LifeAsync);
        return lives.Contains(null) ? null : string.Join(' ', lives.Order(StringComparer.Ordinal));
    }

    /// <summary>Whether nothing lives now that did not live then; who is not connected to just now is not missed.</summary>
    public static bool Cover(string then, string now) => now.Split(' ').All(then.Split(' ').Contains);

    private static async Task<string?> LifeAsync(IServer server)
    {
        string process = await ServerFacts.InfoAsync(server, "server"), role = await ServerFacts.InfoAsync(server, "replication");
        return ServerFacts.Field(process, "run_id") is { Length: >= Digits } run
            ? $"{run[..Digits]}-{(ServerFacts.Field(role, "master_replid") is { Length: >= Digits } replication ? replication[..Digits] : "")}"
            : null;
    }
}
