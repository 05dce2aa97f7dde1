using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Settings;

/// <summary><c>RETENTION</c>: who lets go of what is kept for days.</summary>
public static class RetentionSetting
{
    /// <summary>Whether it is a job's (<c>job</c>: the command <c>nightly</c>, which a scheduler starts), and not the service's own (<c>service</c>, the default).</summary>
    /// <exception cref="SettingException">It is neither, or an embedded system's, which has no jobs.</exception>
    public static bool IsRetentionOfAJob(this IConfiguration configuration) => configuration["RETENTION"]?.ToLowerInvariant() switch
    {
        null or "" or "service" => false,
        "job" => configuration.GetBusKind() != BusKind.Embedded ? true : throw new SettingException("RETENTION must be service, or absent, in an embedded system: nobody would start the job."),
        _ => throw new SettingException("RETENTION must be service or job."),
    };
}
