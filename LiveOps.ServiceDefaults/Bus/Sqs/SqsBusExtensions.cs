using System.Diagnostics;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>The bus on Amazon SQS.</summary>
internal static class SqsBusExtensions
{
    /// <summary>Registers it, and the feed of the service's consumer, if it has one.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddSqsBus(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(SqsSettings.Read(builder.Configuration));
        builder.Services.AddSingleton<SqsClients>();
        builder.Services.AddSingleton<SqsQueues>();
        builder.Services.AddSingleton<SqsPublisher>();
        builder.Services.AddSingleton<IEventBus>(services => new TracedBus(services.GetRequiredService<SqsPublisher>(), services.GetRequiredService<ActivitySource>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<SqsPublisher>());
        builder.Services.AddSingleton<SqsFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SqsFeed>());
        builder.Services.AddHealthChecks().AddCheck<SqsReady>("bus");

        // Made only where there is a consumer, which may be registered later.
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<BusMetrics>(services));
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<GroupApplier>(services));
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<SqsPump>(services));
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<SqsBacklog>(services));
        builder.Services.AddSingleton<IDeadLetters>(services => ActivatorUtilities.CreateInstance<SqsDeadLetters>(services, services.GetRequiredService<IBusConsumer>().Name));
    }
}
