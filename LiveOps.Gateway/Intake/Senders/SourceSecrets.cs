using System.Text;
using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Intake.Senders;

/// <summary>
/// The secrets of sources, <c>Intake__Secrets__&lt;source&gt;__&lt;n&gt;</c>: what an HMAC is made with, or the password of basic credentials. Several while they rotate. They are
/// looked up for each request, so what was changed in a mounted file or in Key Vault counts once the configuration has it.
/// </summary>
internal sealed partial class SourceSecrets
{
    /// <summary>The fewest bytes of a secret.</summary>
    public const int LeastBytes = 16;

    private const string Section = "Intake:Secrets";

    private readonly IConfiguration _configuration;

    /// <param name="configuration">Where they stand.</param>
    /// <exception cref="SettingException">One is too short, or of what cannot be a source.</exception>
    public SourceSecrets(IConfiguration configuration)
    {
        _configuration = configuration;
        foreach (IConfigurationSection source in configuration.GetSection(Section).GetChildren())
        {
            if (!SourceId().IsMatch(source.Key))
                throw new SettingException("Intake__Secrets__<source>__<n>: a source's id is 1 to 32 characters of [a-z0-9-], the first a letter.");
            if (source.Value is { Length: > 0 })
                throw new SettingException($"Intake__Secrets__{source.Key} is no setting: the secrets of a source are Intake__Secrets__<source>__<n>, the first Intake__Secrets__{source.Key}__0.");
            foreach (IConfigurationSection secret in source.GetChildren())
            {
                if (Encoding.UTF8.GetByteCount(secret.Value ?? "") < LeastBytes)
                    throw new SettingException($"Intake__Secrets__{source.Key}__{secret.Key} is too short: it needs at least {LeastBytes} bytes.");
            }
        }
    }

    /// <summary>Those of a source; none for one that cannot be let in. What is too short by now counts as absent.</summary>
    public IReadOnlyList<byte[]> Of(string source) =>
        [.. _configuration.GetSection(Section).GetSection(source).GetChildren().Select(secret => Encoding.UTF8.GetBytes(secret.Value ?? "")).Where(secret => secret.Length >= LeastBytes)];

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$", RegexOptions.IgnoreCase)]
    private static partial Regex SourceId();
}
