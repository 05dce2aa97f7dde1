using LiveOps.Core.Ids;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace LiveOps.ServiceDefaults.Signing;

/// <summary>
/// The signing keys of the configuration: <c>HMAC_SECRET</c> is the key <c>default</c>, <c>Signing__Keys__&lt;id&gt;__&lt;n&gt;</c> adds
/// keys, and further secrets to any of them while they rotate. They change with the configuration; while a change is unusable the keys
/// before it stay in force.
/// </summary>
public sealed partial class SigningKeys : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly ILogger<SigningKeys> _logger;
    private readonly IDisposable _watch;
    private volatile KeyRing _current;
    private string[] _settings;

    /// <param name="configuration">Where the secrets stand.</param>
    /// <param name="logger">Where a change, or a refusal with its reason, is told.</param>
    /// <exception cref="SettingException">A secret is missing, too short or not base64.</exception>
    public SigningKeys(IConfiguration configuration, ILogger<SigningKeys> logger)
    {
        _configuration = configuration;
        _logger = logger;
        _current = Read(configuration);
        _settings = Settings(configuration);
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, Refresh);
    }

    /// <summary>The keys in force.</summary>
    public KeyRing Current => _current;

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    internal static KeyRing Read(IConfiguration configuration)
    {
        var keys = new Dictionary<string, List<byte[]>>(StringComparer.Ordinal);
        if (configuration["HMAC_SECRET"] is { Length: > 0 } secret)
            Add(KeyRing.DefaultKey, secret, "HMAC_SECRET");
        foreach (IConfigurationSection key in configuration.GetSection("Signing:Keys").GetChildren())
        {
            if (!IdRule.IsValid(key.Key))
                throw new SettingException($"Signing__Keys__<id>: a key's id {IdRule.Sentence}.");
            if (key.Value is { Length: > 0 })
                throw new SettingException($"Signing__Keys__{key.Key} is no setting: the secrets of a key are Signing__Keys__<id>__<n>, the first Signing__Keys__{key.Key}__0.");
            foreach (IConfigurationSection entry in key.GetChildren())
            {
                if (!entry.Key.All(char.IsAsciiDigit))
                    throw new SettingException($"Signing__Keys__{key.Key}__{entry.Key} is no setting: the secrets of a key are Signing__Keys__<id>__<n>, <n> a number.");
                Add(key.Key, entry.Value ?? "", $"Signing__Keys__{key.Key}__{entry.Key}");
            }
        }

        if (keys.Count == 0)
            throw new SettingException("HMAC_SECRET is not set: without a secret no event can be verified.");
        return new KeyRing(keys.Select(key => KeyValuePair.Create(key.Key, key.Value.ToArray())));

        void Add(string id, string text, string setting)
        {
            try
            {
                byte[] parsed = SigningSecret.Parse(text, setting);
                if (keys.TryGetValue(id, out List<byte[]>? secrets))
                    secrets.Add(parsed);
                else
                    keys.Add(id, [parsed]);
            }
            catch (FormatException e)
            {
                throw new SettingException(e.Message);
            }
        }
    }

    private static string[] Settings(IConfiguration configuration) =>
        [configuration["HMAC_SECRET"] ?? "", .. configuration.GetSection("Signing:Keys").AsEnumerable().Select(setting => $"{setting.Key}={setting.Value}").Order(StringComparer.Ordinal)];

    private void Refresh()
    {
        string[] settings = Settings(_configuration);
        if (settings.AsSpan().SequenceEqual(_settings))
            return; // something else changed
        _settings = settings;
        try
        {
            _current = Read(_configuration);
            Log.Refreshed(_logger, _current.Ids.Count);
        }
        catch (SettingException e)
        {
            Log.Refused(_logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The signing keys changed; {Keys} are in force.")]
        public static partial void Refreshed(ILogger logger, int keys);

        [LoggerMessage(LogLevel.Error, "The changed signing keys were not taken up, those before stay in force: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
