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
/// <item>what is known stays until something newer is: while Entra ID is away, whoever was let in is let in.</item>
/// </list>
/// </summary>
internal sealed partial class EntraKeys(Uri authority, HttpClient http, TimeProvider clock, ILogger<EntraKeys> logger) : IDisposable
{
    /// <summary>How old what is known may be before it is asked for again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    /// <summary>How often it is asked at most.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const string Store = "entra";

    private readonly HttpDocumentRetriever _documents = new(http) { RequireHttps = authority.Scheme == Uri.UriSchemeHttps };
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Known? _known;
    private long? _askedAt; // in its turn

    /// <summary>What is known, with a key of that name where there is one.</summary>
    /// <param name="keyId">The name of the key that a token says it was signed with.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">Nothing is known, and nothing can be had.</exception>
    public async ValueTask<OpenIdConnectConfiguration> GetAsync(string? keyId, CancellationToken cancellation)
    {
        if (_known is { } known && clock.GetElapsedTime(known.At) < Fresh && known.Has(keyId))
            return known.Configuration;
        await _turn.WaitAsync(cancellation);
        try
        {
            bool isDue = _known is not { } now || clock.GetElapsedTime(now.At) >= Fresh || !now.Has(keyId); // another may have asked meanwhile
            if (isDue && (_askedAt is not { } last || clock.GetElapsedTime(last) >= Pause))
                await AskAsync();
            return _known?.Configuration ?? throw new StoreUnavailableException(Store, "cannot be reached, and its keys are not known yet");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // Whoever waits for it may go away: others want it too.
    private async Task AskAsync()
    {
        _askedAt = clock.GetTimestamp();
        try
        {
            OpenIdConnectConfiguration read = await OpenIdConnectConfigurationRetriever.GetAsync(new Uri(authority, ".well-known/openid-configuration").ToString(), _documents, CancellationToken.None);
            if (string.IsNullOrEmpty(read.Issuer) || read.SigningKeys.Count == 0)
                throw new IOException("it names no issuer, or no key");
            _known = new Known(read, clock.GetTimestamp());
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
