using System.Globalization;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>
/// The settings <c>Operators__&lt;name&gt;__Role</c> and <c>Operators__&lt;name&gt;__Token</c>, or several <c>Operators__&lt;name&gt;__Tokens__&lt;n&gt;</c> while one of them takes the
/// place of another.
/// </summary>
internal static class NamedTokens
{
    /// <summary>The shortest token, in characters.</summary>
    public const int MinLength = 16;

    /// <summary>How many operators may be configured: each call compares its token with all of theirs.</summary>
    public const int MostTokens = 1_000;

    private const string Section = "Operators";

    /// <summary>The settings as they are, to see whether they changed.</summary>
    public static string[] Settings(IConfiguration configuration) =>
        [.. configuration.GetSection(Section).AsEnumerable().Select(setting => $"{setting.Key}={setting.Value}").Order(StringComparer.Ordinal)];

    /// <summary>Reads them all.</summary>
    /// <param name="configuration">Where they stand.</param>
    /// <param name="refuse">Told of each operator who cannot be let in, in a sentence that names the setting; they are left out.</param>
    public static List<(string Token, OperatorIdentity Operator)> Read(IConfiguration configuration, Action<string> refuse)
    {
        var tokens = new List<(string Token, OperatorIdentity Operator)>();
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        if (OperatorToken.Read(configuration) is { } shared)
            owners.Add(shared, OperatorToken.Setting);
        foreach (IConfigurationSection section in configuration.GetSection(Section).GetChildren())
        {
            try
            {
                foreach ((string token, OperatorIdentity who) in Read(section, owners))
                    tokens.Add((token, who));
            }
            catch (SettingException e)
            {
                refuse(e.Message);
            }
        }

        if (tokens.Count <= MostTokens)
            return tokens;
        refuse($"Operators__<name>__Token: there are {tokens.Count} tokens, and {MostTokens} are the most.");
        return tokens[..MostTokens];
    }

    private static List<(string Token, OperatorIdentity Operator)> Read(IConfigurationSection section, Dictionary<string, string> owners)
    {
        string name = section.Key, setting = $"Operators__{name}";
        if (!IdRule.IsValid(name) || OperatorIdentity.IsReserved(name))
            throw new SettingException($"Operators__<name>: a name {IdRule.Sentence}, and policy and schedule are the system's own; {Shown(name)} is none.");
        if (!TryRead(section["Role"], out OperatorRole role))
            throw new SettingException($"{setting}__Role must be viewer, moderator, operator or admin.");
        if (section["Tokens"] is { Length: > 0 })
            throw new SettingException($"{setting}__Tokens is no setting: one token is {setting}__Token, several are {setting}__Tokens__<n>, the first {setting}__Tokens__0.");
        (string Setting, string? Value)[] given =
        [
            .. section["Token"] is { } one ? [($"{setting}__Token", one)] : Array.Empty<(string, string?)>(),
            .. section.GetSection("Tokens").GetChildren().Select(entry => ($"{setting}__Tokens__{entry.Key}", entry.Value)),
        ];
        if (given.Length == 0)
            throw new SettingException($"{setting}__Token is not set: without it {name} cannot be let in.");
        var tokens = new List<(string Token, OperatorIdentity Operator)>();
        foreach ((string from, string? value) in given)
        {
            string token = value?.Trim() ?? "";
            OperatorToken.Check(token, from);
            if (token.Length < MinLength)
                throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{from} must have at least {MinLength} characters."));
            if (!owners.TryAdd(token, from))
                throw new SettingException($"{from} is the token of {owners[token]} too: every operator needs one of their own.");
            tokens.Add((token, new OperatorIdentity(name, role, OperatorIdentity.ByToken)));
        }

        return tokens;
    }

    private static string Shown(string name) => name.Length > IdRule.MaxLength ? name[..IdRule.MaxLength] + "…" : name;

    /// <summary>Reads a role's name.</summary>
    public static bool TryRead(string? text, out OperatorRole role)
    {
        role = text?.Trim().ToLowerInvariant() switch
        {
            "viewer" => OperatorRole.Viewer,
            "moderator" => OperatorRole.Moderator,
            "operator" => OperatorRole.Operator,
            "admin" => OperatorRole.Admin,
            _ => default,
        };
        return role != default;
    }
}
