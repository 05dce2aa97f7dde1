using LiveOps.Console.Sessions;

namespace LiveOps.Console.Shell;

/// <summary>What every answer of the console says to browsers.</summary>
internal static class PageHeaders
{
    // No script but our own file, no style but our own file, nothing from elsewhere, in nobody's frame, and forms go to us.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Sets them.</summary>
    public static Task SetAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        if (context.RequestServices.GetRequiredService<SessionSettings>().IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000"; // a token is typed into no page that came by http
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-cache, no-store"; // as forms want it; what is no page of somebody's says otherwise itself
        return next(context);
    }
}
