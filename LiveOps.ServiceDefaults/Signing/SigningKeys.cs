using LiveOps.Core.Ids;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveOps.ServiceDefaults.Signing;

/// <summary>
/// The signing keys of the configuration: <c>HMAC_SECRET</c> is the key <c>default</c>, <c>Signing__Keys__&lt;id&gt;__&lt;n&gt;</c> adds
/// keys, and further secrets to any of them while they rotate.
/// </summary>
public static class SigningKeys
{
    /// <summary>Registers a <see cref="RequestVerifier"/>; stops the start when there is no usable secret.</summary>
    /// <exception cref="SettingException">A secret is missing, too short or not base64.</exception>
    public static void AddRequestSigning(this IHostApplicationBuilder builder)
    {
        KeyRing keys = Read(builder.Configuration);
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton(services => new RequestVerifier(() => keys, services.GetRequiredService<TimeProvider>()));
    }

    internal static KeyRing Read(IConfiguration configuration)
    {
        var keys = new Dictionary<string, List<byte[]>>(StringComparer.Ordinal);
        if (configuration["HMAC_SECRET"] is { Length: > 0 } secret)
            Add(KeyRing.DefaultKey, secret, "HMAC_SECRET");
        foreach (IConfigurationSection key in configuration.GetSection("Signing:Keys").GetChildren())
        {
            if (!IdRule.IsValid(key.Key))
                throw new SettingException("Signing__Keys__<id>: a key id is 1 to 64 characters of [A-Za-z0-9_.:-].");
            foreach (IConfigurationSection entry in key.GetChildren())
                Add(key.Key, entry.Value ?? "", $"Signing__Keys__{key.Key}__{entry.Key}");
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
}
