using LiveOps.Core.Bus;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Metrics;
using LiveOps.Progression.Players;
using LiveOps.Progression.Receipts;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Signing;

namespace LiveOps.Progression;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class ProgressionExtensions
{
    /// <summary>Registers the service.</summary>
    /// <exception cref="SettingException">A setting or the policy is wrong.</exception>
    public static void AddProgression(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetBusKind() != BusKind.Embedded)
            throw new SettingException("BUS_KIND: Progression knows only embedded yet.");
        builder.AddRequestSigning();
        builder.Services.AddSingleton(ReceiptSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(DedupeSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(services => new PolicyFile<ProgressionRules>(
            "progression",
            typeof(ProgressionExtensions).Assembly,
            json => RulesReader.Parse(json),
            services.GetRequiredService<IConfiguration>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<PolicyFile<ProgressionRules>>>()));
        builder.Services.AddSingleton<ProgressionMetrics>();
        builder.Services.AddSingleton(services => new ProgressionState(services.GetRequiredService<DedupeSettings>(), RulesReader.BuiltIn));
        builder.Services.AddSingleton<RewardClaims>();
        builder.Services.AddSingleton<IJournaledState>(services => services.GetRequiredService<ProgressionState>());
        builder.Services.AddHostedService<RulesKeeper>();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapProgression(this WebApplication app)
    {
        app.MapPlayers();
        app.MapClaims();
        app.MapReceipts();
        app.MapRules();
    }
}
