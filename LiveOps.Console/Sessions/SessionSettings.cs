using System.Net;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Console.Sessions;

/// <summary>How long a session lasts, where its keys are, and how browsers reach the console.</summary>
/// <param name="Folder">Where keys, and who signed out, are; null for elsewhere.</param>
/// <param name="Secret">What sessions are sealed under where replicas are given it; null for keys of the folder's, or in memory.</param>
/// <param name="IsShared">Whether replicas tell each other in Redis who signed out.</param>
/// <param name="Length">How long a session lasts.</param>
/// <param name="Address">How browsers reach it; null where nobody said.</param>
/// <param name="Proxies">Whose word on a visitor's address is believed.</param>
internal sealed record SessionSettings(string? Folder, string? Secret, bool IsShared, TimeSpan Length, Uri? Address, IReadOnlyList<IPNetwork> Proxies)
{
    /// <summary>The longest session: a working day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private const int ShortestSecret = 32;

    /// <summary>Whether browsers reach it by https, whatever the last proxy speaks: cookies are sent by https alone then.</summary>
    public bool IsHttps => Address?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Without what is secret.</summary>
    public override string ToString() => $"{Address}, {Length}";

    /// <summary>Reads <c>CONSOLE_DATA</c>, <c>CONSOLE_SECRET</c>, <c>CONSOLE_SESSION_MINUTES</c>, <c>CONSOLE_ADDRESS</c> and <c>CONSOLE_PROXIES</c>, and whether Redis has an address.</summary>
    /// <exception cref="SettingException">One is wrong.</exception>
    public static SessionSettings Read(IConfiguration configuration)
    {
        string? folder = configuration["CONSOLE_DATA"] is { Length: > 0 } set ? Path.GetFullPath(set) : null;
        var length = TimeSpan.FromMinutes(configuration.GetWhole("CONSOLE_SESSION_MINUTES", 480, 1, (int)Longest.TotalMinutes));
        string? secret = SecretIn(configuration);
        // The folder holds both, for one machine; what several have is the secret, and Redis.
        bool hasRedis = configuration["REDIS_URL"] is { Length: > 0 } || configuration.GetConnectionString("redis") is { Length: > 0 };
        bool isShared = hasRedis && folder is null;
        if (hasRedis && secret is not null && folder is not null)
            throw new SettingException("CONSOLE_DATA is set beside CONSOLE_SECRET and Redis: unset it, or whoever signed out of one replica is let in by the others.");
        if (isShared && secret is null)
            throw new SettingException("CONSOLE_SECRET is not set: without it no replica reads the sessions of another, though all know in Redis who signed out.");
        if (secret is not null && folder is null && !isShared)
            throw new SettingException("CONSOLE_SECRET needs REDIS_URL, ConnectionStrings__redis or CONSOLE_DATA beside it: without them a restart would forget who signed out, and let them in again.");
        return new SessionSettings(folder, secret, isShared, length, AddressIn(configuration["CONSOLE_ADDRESS"]), [.. Networks(configuration["CONSOLE_PROXIES"])]);
    }

    private static string? SecretIn(IConfiguration configuration)
    {
        if (configuration["CONSOLE_SECRET"] is not { Length: > 0 } secret)
            return null;
        return secret.Length >= ShortestSecret ? secret : throw new SettingException("CONSOLE_SECRET must have at least 32 characters.");
    }

    private static Uri? AddressIn(string? address)
    {
        if (address is null or "")
            return null;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.PathAndQuery == "/"
            ? uri
            : throw new SettingException("CONSOLE_ADDRESS must be an address such as https://console.example.com, without a path.");
    }

    private static IEnumerable<IPNetwork> Networks(string? list)
    {
        foreach (string one in (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(one, out IPAddress? address))
                yield return new IPNetwork(address, address.GetAddressBytes().Length * 8);
            else if (IPNetwork.TryParse(one, out IPNetwork network))
                yield return network;
            else
                throw new SettingException("CONSOLE_PROXIES must be addresses or networks such as 10.0.0.0/8, with commas between.");
        }
    }
}
