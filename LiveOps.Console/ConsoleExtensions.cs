using LiveOps.Console.Assets;
using LiveOps.Console.Audit;
using LiveOps.Console.Boards;
using LiveOps.Console.Calendar;
using LiveOps.Console.DeadLetters;
using LiveOps.Console.Leagues;
using LiveOps.Console.LiveEvents;
using LiveOps.Console.Now;
using LiveOps.Console.Players;
using LiveOps.Console.Policies;
using LiveOps.Console.Pulse;
using LiveOps.Console.Review;
using LiveOps.Console.Services;
using LiveOps.Console.Sessions;
using LiveOps.Console.Shell;
using LiveOps.Console.SigningIn;
using LiveOps.Console.Webhooks;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Console;

/// <summary>The operators' web pages as a pair: what they register and what they map.</summary>
public static class ConsoleExtensions
{
    // A document of a mebibyte in a form, where each of its quotation marks takes three bytes.
    private const long MostBytes = 4 << 20;

    // Operators are some dozens.
    private const long MostConnections = 2000;

    /// <summary>Registers the console.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddConsole(this WebApplicationBuilder builder)
    {
        builder.AddServiceClients();
        builder.AddSessions();
        builder.AddEntraSignIn();
        builder.Services.AddSingleton<Heartbeat>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Heartbeat>());
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<Desk>();
        builder.Services.AddSingleton<FormsOfStrangers>();
        builder.Services.AddPageCompression();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            kestrel.Limits.MaxRequestBufferSize = 64 << 10; // what is read ahead of a connection, before anybody asks for it
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
        });
    }

    /// <summary>Maps its pages.</summary>
    public static void MapConsole(this WebApplication app)
    {
        app.UseProxies();
        app.UseResponseCompression();
        app.Use(PageHeaders.SetAsync);
        app.UseAuthentication();
        app.MapAssets();

        RouteGroupBuilder open = app.MapGroup("").ExcludeFromDescription();
        open.MapSignIn();
        open.MapEntra();
        open.MapPreferences();

        RouteGroupBuilder pages = app.MapGroup("").ExcludeFromDescription().ForSignedIn();
        pages.MapNow();
        pages.MapCalendar();
        pages.MapBoards();
        pages.MapSeasons();
        pages.MapLeagues();
        pages.MapLiveEvents();
        pages.MapPlayers();
        pages.MapReview();
        pages.MapPolicies();
        pages.MapWebhooks();
        pages.MapDeadLetters();
        pages.MapAudit();
        open.MapFallback(NothingHere.Get);
    }
}
