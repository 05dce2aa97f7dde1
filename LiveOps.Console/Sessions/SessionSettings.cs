using System.Net;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Console.Sessions;

/// <summary>How long a session lasts, where its keys are, and how browsers reach the console.</summary>
/// <param name="Folder">Where keys are; null for in memory.</param>
/// <param name="Length">How long a session lasts.</param>
/// <param name="IsHttps">Whether browsers reach it by https, whatever the last proxy speaks: cookies are sent by https alone then.</param>
/// <param name="Proxies">Whose word on a visitor's address is believed.</param>
internal sealed record SessionSettings(string? Folder, TimeSpan Length, bool IsHttps, IReadOnlyList<IPNetwork> Proxies)
{
    /// <summary>The longest session: a working day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Reads <c>CONSOLE_DATA</c>, <c>CONSOLE_SESSION_MINUTES</c>, <c>CONSOLE_ADDRESS</c> and <c>CONSOLE_PROXIES</c>.</summary>
    /// <exception cref="SettingException">One is wrong.</exception>
    public static SessionSettings Read(IConfiguration configuration)
    {
        string? folder = configuration["CONSOLE_DATA"] is { Length: > 0 } set ? Path.GetFullPath(set) : null;
        var length = TimeSpan.FromMinutes(configuration.GetWhole("CONSOLE_SESSION_MINUTES", 480, 1, (int)Longest.TotalMinutes));
        return new SessionSettings(folder, length, IsHttpsAt(configuration["CONSOLE_ADDRESS"]), [.. Networks(configuration["CONSOLE_PROXIES"])]);
    }

    private static bool IsHttpsAt(string? address)
    {
        if (address is null or "")
            return false;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.PathAndQuery == "/"
            ? uri.Scheme == Uri.UriSchemeHttps
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
