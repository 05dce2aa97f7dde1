using System.Diagnostics.CodeAnalysis;
using LiveOps.Console.Words;
using Microsoft.AspNetCore.Http.Extensions;

namespace LiveOps.Console.Shell;

/// <summary>How somebody likes the console: language, colours, times of day. Kept in cookies of a year; without them it is as the browser says.</summary>
internal static class Preferences
{
    private const string Language = "liveops-language", Theme = "liveops-theme", Zone = "liveops-zone";

    private static readonly string[] Themes = ["light", "dark"];

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/preferences", (Desk desk) => desk.Page<PreferencesPage>(null));
        routes.MapPost("/preferences", SetAsync).ForAnybody();
    }

    public static Speech SpeechOf(HttpRequest request) => Speech.Of(
        request.Cookies[Language],
        request.GetTypedHeaders().AcceptLanguage.Where(language => language.Quality is not 0).OrderByDescending(language => language.Quality ?? 1).Select(language => language.Value.ToString()));

    public static string ThemeOf(HttpRequest request) => Themes.Contains(request.Cookies[Theme]) ? request.Cookies[Theme]! : "";

    public static TimeZoneInfo ZoneOf(HttpRequest request) => TryZone(request.Cookies[Zone], out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The query without what says that something was done: a link back must not say it again.</summary>
    public static string WithoutDone(IQueryCollection query) => new QueryBuilder(query.Where(part => part.Key != "done")).ToQueryString().ToString();

    private static async Task<IResult> SetAsync(Desk desk)
    {
        Fields form = await desk.FormAsync();
        TimeZoneInfo? zone = null;
        if (form["zone"].Length > 0 && !TryZone(form["zone"], out zone))
            return desk.Page<PreferencesPage>(desk.Wrong("no-such-zone"));
        Keep(desk.Context, Language, Speech.All.Any(one => one.Language == form["language"]) ? form["language"] : "");
        Keep(desk.Context, Theme, Themes.Contains(form["theme"]) ? form["theme"] : "");
        Keep(desk.Context, Zone, zone is null || zone == TimeZoneInfo.Utc ? "" : zone.Id);
        return Desk.Done(LocalPath.Of(form["back"]), "preferences");
    }

    private static void Keep(HttpContext context, string cookie, string value)
    {
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true };
        if (value.Length == 0)
            context.Response.Cookies.Delete(cookie, options);
        else
            context.Response.Cookies.Append(cookie, value, options);
    }

    private static bool TryZone(string? id, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return id is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone);
    }
}
