using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Idempotency;

/// <summary>Chooses where the gateway remembers.</summary>
internal static class RequestMemoryExtensions
{
    private static readonly byte[] AuditKey = "liveops:{gateway:audit}:log"u8.ToArray();

    /// <summary>Embedded: in memory, kept by the journal. In a cluster: in Redis, so that any gateway knows what another answered.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static void AddRequestMemory(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(RequestMemoryOptions.Read(builder.Configuration));
        if (builder.Configuration.GetBusKind() == BusKind.Embedded)
        {
            builder.Services.AddSingleton(services => new JournaledRequestMemory(services.GetRequiredService<RequestMemoryOptions>(), services.GetRequiredService<AuditSettings>().NewTrail()));
            builder.Services.AddSingleton<IAudit>(services => new JournalAudit(
                () => services.GetRequiredService<JournaledRequestMemory>().Audit,
                command => services.GetRequiredService<ICommandLog>().ExecuteAsync(JournaledRequestMemory.Consumer, JournaledRequestMemory.Note(command))));
            builder.Services.AddSingleton<IRequestMemory>(services => services.GetRequiredService<JournaledRequestMemory>());
        }
        else
        {
            builder.AddRedis();
            builder.Services.AddSingleton<IRequestMemory, RedisRequestMemory>();
            builder.Services.AddSingleton<IAudit>(services => new RedisAudit(
                services.GetRequiredService<RedisStore>(), services.GetRequiredService<AuditSettings>(), services.GetRequiredService<TimeProvider>(), AuditKey));
        }
    }
}
