using System.Collections.Frozen;
using System.Globalization;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Signing;

namespace LiveOps.Gateway.Ingest;

/// <summary>
/// How many requests each signing key may send in a time: <c>Quotas__&lt;key&gt;=1000/60</c>, requests and seconds. A key without one is not
/// limited. Told with every answer by the fields of draft-ietf-httpapi-ratelimit-headers-10.
/// </summary>
internal sealed class Quotas
{
    private readonly FrozenDictionary<string, Quota> _quotas;
    private readonly TimeProvider _clock;

    /// <param name="configuration">Where they stand.</param>
    /// <param name="keys">The signing keys that there are: a quota of another would limit nobody.</param>
    /// <param name="clock">When a time is over.</param>
    /// <exception cref="SettingException">A quota is wrong, or its key is none.</exception>
    public Quotas(IConfiguration configuration, SigningKeys keys, TimeProvider clock)
    {
        _clock = clock;
        _quotas = configuration.GetSection("Quotas").GetChildren().ToFrozenDictionary(key => key.Key, Read, StringComparer.Ordinal);
        if (_quotas.Keys.FirstOrDefault(key => keys.Current.Find(key) is null) is { } unknown)
            throw new SettingException($"Quotas__{unknown} is of a signing key that nobody configured; there are {string.Join(", ", keys.Current.Ids.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Takes one request of the key's quota, and tells the client what is left.</summary>
    /// <param name="keyId">Whose.</param>
    /// <param name="context">Its answer gets the header fields.</param>
    /// <param name="retryAfter">Whole seconds until there is a new quota.</param>
    /// <returns>False when nothing was left.</returns>
    public bool TryTake(string keyId, HttpContext context, out int retryAfter)
    {
        retryAfter = 0;
        if (_quotas.Count == 0 || !_quotas.TryGetValue(keyId, out Quota? quota))
            return true;
        (int left, retryAfter, long ends) = quota.Take(Now());
        context.Response.Headers["RateLimit-Policy"] = quota.Policy;
        Tell(context, quota, left, retryAfter);
        if (left < 0)
            return false;
        context.Items[this] = new Taken(quota, ends);
        return true;
    }

    /// <summary>Gives back what the request took: nothing of it was accepted, and that was not the sender's doing.</summary>
    /// <param name="context">The request's; its answer is not on its way yet.</param>
    public void GiveBack(HttpContext context)
    {
        if (_quotas.Count == 0 || !context.Items.Remove(this, out object? item) || item is not Taken taken)
            return;
        (int left, int seconds) = taken.Quota.GiveBack(Now(), taken.Ends);
        Tell(context, taken.Quota, left, seconds);
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static void Tell(HttpContext context, Quota quota, int left, int seconds) =>
        context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{quota.KeyId}\";r={Math.Max(0, left)};t={seconds}");

    private static Quota Read(IConfigurationSection setting)
    {
        string[] parts = (setting.Value ?? "").Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int requests) && requests > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= 86400
            ? new Quota(setting.Key, requests, seconds)
            : throw new SettingException($"Quotas__{setting.Key} must be requests/seconds, like 1000/60, at most a day.");
    }

    private sealed record Taken(Quota Quota, long Ends);

    /// <summary>A fixed window: what the header fields can say exactly.</summary>
    private sealed class Quota(string keyId, int requests, int seconds)
    {
        private readonly Lock _gate = new();
        private long _ends;
        private int _left;

        public string KeyId => keyId;

        public string Policy { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{keyId}\";q={requests};w={seconds}");

        public (int Left, int Seconds, long Ends) Take(long now)
        {
            lock (_gate)
            {
                Renew(now);
                _left = Math.Max(-1, _left - 1);
                return (_left, SecondsLeft(now), _ends);
            }
        }

        /// <summary>Gives back what was taken of the time that ends then; that of one that is over is gone.</summary>
        public (int Left, int Seconds) GiveBack(long now, long ends)
        {
            lock (_gate)
            {
                Renew(now);
                if (ends == _ends)
                    _left = Math.Max(0, _left) + 1;
                return (_left, SecondsLeft(now));
            }
        }

        private void Renew(long now)
        {
            if (now < _ends)
                return;
            _ends = now + seconds * 1000L;
            _left = requests;
        }

        private int SecondsLeft(long now) => (int)((_ends - now + 999) / 1000);
    }
}
