using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace LiveOps.Console.Sessions;

/// <summary>Sessions: a cookie that only this console can read, which no script sees and no other site sends.</summary>
internal static class SessionCookies
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "console";

    /// <summary>The cookies' names.</summary>
    public const string Cookie = "liveops-console", FormCookie = "liveops-form";

    // By https alone, on all paths, from no other host: browsers hold a cookie of such a name to it.
    private const string HostPrefix = "__Host-";

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        SessionSettings settings = SessionSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<SignInThrottle>();
        builder.Services.AddSingleton<SessionChecks>();
        builder.AddSignOuts(settings);
        builder.AddProtection(settings);
        builder.Services.AddAuthentication(Scheme).AddCookie(Scheme, cookie => Configure(cookie, settings));
        builder.Services.AddAntiforgery(forms =>
        {
            (forms.FormFieldName, forms.HeaderName, forms.SuppressXFrameOptionsHeader) = ("form", null, true);
            // Lax, and not Strict: a visit that comes by another site's link would be without it, be given another one, and open pages' forms would be nobody's.
            (forms.Cookie.Name, forms.Cookie.SameSite, forms.Cookie.HttpOnly, forms.Cookie.SecurePolicy) = (Named(FormCookie, settings), SameSiteMode.Lax, true, CookieSecurePolicy.SameAsRequest);
        });
    }

    private static void AddSignOuts(this WebApplicationBuilder builder, SessionSettings settings)
    {
        if (settings.IsShared)
        {
            builder.AddRedis(needed: false); // pages are shown without it
            builder.Services.AddSingleton<SharedSignOuts>();
            builder.Services.AddSingleton<ISignOuts>(provider => provider.GetRequiredService<SharedSignOuts>());
            builder.Services.AddHostedService<LateSignOuts>();
        }
        else
        {
            builder.Services.AddSingleton<ISignOuts>(provider => new SignOuts(settings.Folder, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SignOuts>>()));
        }
    }

    private static void AddProtection(this WebApplicationBuilder builder, SessionSettings settings)
    {
        IDataProtectionBuilder protection = builder.Services.AddDataProtection().SetApplicationName("liveops-console");
        if (settings.Folder is { } folder)
        {
            SessionFolder.Make(folder);
            protection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
        }
        else
        {
            protection.UseEphemeralDataProtectionProvider();
        }

        if (settings.Secret is { } secret)
            builder.Services.AddSingleton<IDataProtectionProvider>(new SecretProtection(secret)); // the last one counts

        // The keys lie unencrypted in a folder that only their owner reads, as all secrets of the data folder do: said once, in the documents.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }

    private static string Named(string cookie, SessionSettings settings) => settings.IsHttps ? HostPrefix + cookie : cookie;

    private static void Configure(CookieAuthenticationOptions cookie, SessionSettings settings)
    {
        cookie.Cookie.Name = Named(Cookie, settings);
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = settings.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = settings.Length;
        cookie.SlidingExpiration = false; // a token that is taken away must not live on in a page that is kept open
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        IServiceProvider services = context.HttpContext.RequestServices;
        ISignOuts signOuts = services.GetRequiredService<ISignOuts>();
        if (SignedIn.Of(context.Principal) is { } session && await signOuts.HoldsAsync(session))
        {
            OperatorRole role = await services.GetRequiredService<SessionChecks>().RoleOfAsync(session);
            if (role != OperatorRole.None)
            {
                if (role != session.Role)
                    context.ReplacePrincipal((session with { Role = role }).ToPrincipal(Scheme));
                return;
            }

            await signOuts.EndAsync(session);
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }
}
