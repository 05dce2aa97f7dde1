using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Leaderboard.Stores.Live;

/// <summary>What may be set of live ranks.</summary>
/// <param name="Listeners"><c>LIVE_LISTENERS</c> (default 20,000): how many may listen to this process at a time; 0 for nobody.</param>
internal sealed record LiveSettings(int Listeners)
{
    /// <summary>How many different pages may be listened to at a time: each is looked at every second.</summary>
    public const int Feeds = 2000;

    /// <summary>How many of them may be rows around a player: there are as many such pages as players, and boards are to be listened to whoever listens to those.</summary>
    public const int FeedsOfPlayers = 1500;

    /// <summary>From one page to the next at the least.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>How long a listener hears nothing at the most: proxies close what is silent.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>How long a listener may take to take what was sent; then it is let go.</summary>
    public static readonly TimeSpan Slowest = TimeSpan.FromSeconds(10);

    /// <exception cref="SettingException">It is no such number.</exception>
    public static LiveSettings Read(IConfiguration configuration) => new(configuration.GetWhole("LIVE_LISTENERS", 20_000, 0, 1_000_000));
}
