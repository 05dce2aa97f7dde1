using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>
/// What Entra ID says of itself: its name as an issuer, and the keys that it signs with.
/// <list type="number">
/// <item>it is asked when it is needed first, and again once what is known is half a day old, or a token names a key that is not known;</item>
/// <item>for an unknown key it is asked twice a minute at most, so that nobody has it asked by making keys up;</item>
/// <item>whoever has a token of a known key never waits: what is old is asked for beside them, by one at a time;</item>
/// <item>what is known stays until something newer is: while Entra ID is away, whoever was let in is let in.</item>
/// </list>
/// </summary>
internal sealed partial class EntraKeys(Uri authority, HttpClient http, TimeProvider clock, ILogger<EntraKeys> logger) : IAsyncDisposable, IDisposable
{
    /// <summary>How old what is known may be before it is asked for again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    /// <summary>How often it is asked at most.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const string Store = "entra";

    private readonly HttpDocumentRetriever _documents = new(http) { RequireHttps = authority.Scheme == Uri.UriSchemeHttps };
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private volatile Known? _known;
    private Task _asking = Task.CompletedTask; // under the lock
    private long? _askedAt; // under the lock

    /// <summary>What is known, with a key of that name where there is one.</summary>
    /// <param name="keyId">The name of the key that a token says it was signed with.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">Nothing is known, and nothing can be had.</exception>
    public async ValueTask<OpenIdConnectConfiguration> GetAsync(string? keyId, CancellationToken cancellation)
    {
        if (_known is { } known && known.Has(keyId))
        {
            if (clock.GetElapsedTime(known.At) >= Fresh)
                _ = Asking(); // beside the caller, who has all that is needed
            return known.Configuration;
        }

        await Asking().WaitAsync(cancellation);
        return _known?.Configuration ?? throw new StoreUnavailableException(Store, "cannot be reached, and its keys are not known yet");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    /// <summary>Asks no more, and waits until nothing of a question is left: a host that ends does not wait for an Entra ID that says nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Task asking;
        lock (_gate)
            asking = _asking;
        await asking;
        _end.Dispose();
    }

    // Whoever waits for it may go away: others want it too. It never fails.
    private Task Asking()
    {
        lock (_gate)
        {
            if (!_asking.IsCompleted)
                return _asking;
            if (_end.IsCancellationRequested || (_askedAt is { } last && clock.GetElapsedTime(last) < Pause))
                return Task.CompletedTask;
            _askedAt = clock.GetTimestamp();
            CancellationToken end = _end.Token;
            return _asking = Task.Run(() => AskAsync(end), CancellationToken.None); // not under the lock
        }
    }

    private async Task AskAsync(CancellationToken end)
    {
        try
        {
            OpenIdConnectConfiguration read = await OpenIdConnectConfigurationRetriever.GetAsync(new Uri(authority, ".well-known/openid-configuration").ToString(), _documents, end);
            if (string.IsNullOrEmpty(read.Issuer) || read.SigningKeys.Count == 0)
                throw new IOException("it names no issuer, or no key");
            _known = new Known(read, clock.GetTimestamp());
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            // nobody wants it any more
        }
#pragma warning disable CA1031 // whatever is wrong with what it answers: it is not taken up
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Away(logger, authority.Host, e.GetBaseException().Message);
        }
    }

    private sealed record Known(OpenIdConnectConfiguration Configuration, long At)
    {
        public bool Has(string? keyId) => Configuration.SigningKeys.Any(key => key.KeyId == keyId);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What {Authority} says of its keys cannot be had; what is known stays in force: {Reason}")]
        public static partial void Away(ILogger logger, string authority, string reason);
    }
}
