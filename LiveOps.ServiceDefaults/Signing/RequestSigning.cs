using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveOps.ServiceDefaults.Signing;

/// <summary>Registers what checks signatures.</summary>
public static class RequestSigning
{
    /// <summary>
    /// Registers a <see cref="RequestVerifier"/> and its <see cref="SigningKeys"/>; stops the start when there is no usable secret. In a cluster it takes players' keys, by the epochs in
    /// Redis, which the service registers; else where there is an <see cref="IPlayerEpochs"/>.
    /// </summary>
    /// <exception cref="SettingException">A secret is missing, too short or not base64.</exception>
    public static void AddRequestSigning(this IHostApplicationBuilder builder)
    {
        SigningKeys.Read(builder.Configuration);
        builder.Services.AddSingleton<SigningKeys>();
        if (builder.Configuration.GetBusKind() != BusKind.Embedded)
            builder.Services.AddSingleton<RedisPlayerEpochs>().AddSingleton<IPlayerEpochs>(services => services.GetRequiredService<RedisPlayerEpochs>());
        builder.Services.AddSingleton(services =>
        {
            SigningKeys keys = services.GetRequiredService<SigningKeys>();
            return new RequestVerifier(() => keys.Current, services.GetRequiredService<TimeProvider>(), services.GetService<IPlayerEpochs>());
        });
    }
}
