using Microsoft.AspNetCore.HttpOverrides;

namespace LiveOps.Console.Sessions;

/// <summary>How browsers reach the console where a proxy stands before it.</summary>
internal static class Proxies
{
    /// <summary>Believes those proxies on a visitor's address that are set, and the setting on https.</summary>
    public static void UseProxies(this WebApplication app)
    {
        SessionSettings settings = app.Services.GetRequiredService<SessionSettings>();
        if (settings.Proxies.Count > 0)
        {
            var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (System.Net.IPNetwork network in settings.Proxies)
                options.KnownIPNetworks.Add(network);
            app.UseForwardedHeaders(options);
        }

        if (!settings.IsHttps)
            return;
        app.Use((context, next) =>
        {
            context.Request.Scheme = Uri.UriSchemeHttps;
            return next(context);
        });
    }
}
