using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveOps.ServiceDefaults.Signing;

/// <summary>Registers what checks signatures.</summary>
public static class RequestSigning
{
    /// <summary>Registers a <see cref="RequestVerifier"/> and its <see cref="SigningKeys"/>; stops the start when there is no usable secret.</summary>
    /// <exception cref="SettingException">A secret is missing, too short or not base64.</exception>
    public static void AddRequestSigning(this IHostApplicationBuilder builder)
    {
        SigningKeys.Read(builder.Configuration);
        builder.Services.AddSingleton<SigningKeys>();
        builder.Services.AddSingleton(services =>
        {
            SigningKeys keys = services.GetRequiredService<SigningKeys>();
            return new RequestVerifier(() => keys.Current, services.GetRequiredService<TimeProvider>());
        });
    }
}
