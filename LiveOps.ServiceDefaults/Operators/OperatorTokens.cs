using System.Security.Cryptography;
using System.Text;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>
/// The tokens of all operators, as they are now: those that come from files or a vault change while the service runs. Who cannot be let in stops the start; when that comes
/// of a change, they alone are left out, and every other change counts: a token that was taken away is never let in again. Read without a lock.
/// </summary>
internal sealed partial class OperatorTokens : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly ILogger<OperatorTokens> _logger;
    private readonly IDisposable _watch;
    private volatile Known _known;

    /// <param name="configuration">Where the settings stand.</param>
    /// <param name="logger">Where a change, and who is left out, is told.</param>
    public OperatorTokens(IConfiguration configuration, ILogger<OperatorTokens> logger)
    {
        _configuration = configuration;
        _logger = logger;
        _known = Read();
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, Refresh);
    }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static void Check(IConfiguration configuration)
    {
        OperatorToken.Check(OperatorToken.Read(configuration), OperatorToken.Setting);
        NamedTokens.Read(configuration, reason => throw new SettingException(reason));
    }

    /// <summary>Whose token it is; null for nobody's. It is compared with every one of them, whichever it is, over hashes, so that neither lengths nor places show.</summary>
    /// <param name="given">The token.</param>
    public OperatorIdentity? Find(string given)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), hash);
        Known known = Current();
        int found = 0;
        for (int at = 0; at < known.Tokens.Length; at++)
            found |= (at + 1) * (CryptographicOperations.FixedTimeEquals(hash, known.Tokens[at].Hash) ? 1 : 0);
        return found == 0 ? null : known.Tokens[found - 1].Operator;
    }

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    // The shared one is compared with the setting each time: whoever sets it by hand need not tell.
    private Known Current()
    {
        Known known = _known;
        if (OperatorToken.Read(_configuration) == known.Shared)
            return known;
        Refresh();
        return _known;
    }

    private void Refresh()
    {
        string[] settings = NamedTokens.Settings(_configuration);
        if (OperatorToken.Read(_configuration) == _known.Shared && settings.AsSpan().SequenceEqual(_known.Settings))
            return; // something else changed
        _known = Read();
        Log.Refreshed(_logger, _known.Tokens.Length);
    }

    private Known Read()
    {
        string? shared = OperatorToken.Read(_configuration);
        List<(string Token, OperatorIdentity Operator)> named = NamedTokens.Read(_configuration, reason => Log.LeftOut(_logger, reason));
        if (shared is not null)
            named.Insert(0, (shared, new OperatorIdentity(OperatorIdentity.Nameless, OperatorRole.Admin, OperatorIdentity.BySharedToken)));
        return new Known(shared, NamedTokens.Settings(_configuration), [.. named.Select(token => (SHA256.HashData(Encoding.UTF8.GetBytes(token.Token)), token.Operator))]);
    }

    private sealed record Known(string? Shared, string[] Settings, (byte[] Hash, OperatorIdentity Operator)[] Tokens);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The operators' tokens changed; {Tokens} are in force.")]
        public static partial void Refreshed(ILogger logger, int tokens);

        [LoggerMessage(LogLevel.Error, "An operator is left out: {Reason}")]
        public static partial void LeftOut(ILogger logger, string reason);
    }
}
