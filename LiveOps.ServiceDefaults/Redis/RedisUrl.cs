using System.Globalization;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// A Redis URL: <c>redis://[[user]:password@]host[:port][/database]</c>, <c>rediss://</c> for TLS, as registered with IANA
/// (https://www.iana.org/assignments/uri-schemes/prov/redis). User and password are percent-encoded.
/// </summary>
internal sealed class RedisUrl
{
    private const int DefaultPort = 6379;
    private const string DefaultUser = "default"; // whom a password without a user means, since Redis 6

    /// <summary>The host.</summary>
    public required string Host { get; init; }

    /// <summary>The user; null for the default one.</summary>
    public string? User { get; private init; }

    /// <summary>The password; null for none.</summary>
    public string? Password { get; private init; }

    /// <summary>The database's number.</summary>
    public int Database { get; private init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsTls { get; private init; }

    /// <summary>The address, as StackExchange.Redis reads it. The rest is set on its options.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Null when the text is no URL.</summary>
    /// <param name="setting">The setting's name, for the refusal.</param>
    /// <param name="text">Its value.</param>
    /// <exception cref="SettingException">It is a URL, but not a good one.</exception>
    public static RedisUrl? TryParse(string setting, string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
            throw new SettingException($"{setting} must be redis://[[user]:password@]host[:port][/database], or rediss:// for TLS.");
        string path = uri.AbsolutePath.Trim('/');
        int database = 0;
        if (path.Length > 0 && !int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out database))
            throw new SettingException($"{setting}: the database must be a number.");
        string[] credentials = uri.UserInfo.Split(':', 2);
        string? user = credentials.Length == 2 && credentials[0].Length > 0 ? Uri.UnescapeDataString(credentials[0]) : null;
        if (user == DefaultUser)
            user = null;
        string address = string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{(uri.Port > 0 ? uri.Port : DefaultPort)}");
        return new RedisUrl
        {
            Host = uri.DnsSafeHost,
            User = user,
            Password = credentials.Length == 2 && credentials[1].Length > 0 ? Uri.UnescapeDataString(credentials[1]) : null,
            Database = database,
            IsTls = uri.Scheme == "rediss",
            ConnectionString = address,
        };
    }
}
