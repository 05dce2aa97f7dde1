using LiveOps.Console.Sessions;
using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveOps.Console.Shell;

/// <summary>
/// Stands before every page: 1. who has not signed in goes and does so, with what they typed given back; 2. a form that is not ours is refused, likewise; 3. what a role may not do is refused, and
/// noted in the log: no service hears of it, and no audit.
/// </summary>
internal static partial class Gate
{
    /// <summary>Lets only those who have signed in through.</summary>
    public static RouteGroupBuilder ForSignedIn(this RouteGroupBuilder pages)
    {
        pages.AddEndpointFilter(static (context, next) => EnterAsync(context, next));
        return pages;
    }

    /// <summary>Lets forms through that are ours.</summary>
    /// <param name="form">The form.</param>
    /// <param name="refused">The page for who has signed in and sends one that is not; null for one with what was typed.</param>
    public static RouteHandlerBuilder ForAnybody(this RouteHandlerBuilder form, Func<Desk, IResult>? refused = null)
    {
        form.AddEndpointFilter((context, next) => CheckFormAsync(context, next, refused));
        return form;
    }

    /// <summary>Takes a role.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder page, OperatorRole role) => page.WithMetadata(new Needs(role));

    /// <summary>The page that says which role it takes.</summary>
    public static IResult Refuse(Desk desk, OperatorRole needed)
    {
        if (desk.Who is { } who)
            Log.NotPermitted(desk.Context.RequestServices.GetRequiredService<ILogger<Desk>>(), who.Name, who.Role, desk.Context.Request.Method, desk.Context.Request.Path.ToUriComponent(), needed);
        return NothingHere.Page(desk, desk.Speech.Say("not-permitted", desk.Speech[$"role.{needed}"]), StatusCodes.Status403Forbidden);
    }

    private static async ValueTask<object?> EnterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        Desk desk = http.RequestServices.GetRequiredService<Desk>();
        if (desk.Who is not { } who) // 1
            return http.Request.Headers.ContainsKey("HX-Request") ? desk.Page<EndedPart>(null) : HttpMethods.IsPost(http.Request.Method) ? await GiveBackAsync(desk, http) : SignInPageFor(http);
        OperatorRole needed = http.GetEndpoint()?.Metadata.GetMetadata<Needs>()?.Role ?? OperatorRole.Viewer;
        if (who.Role < needed) // 3
            return Refuse(desk, needed);
        return await CheckFormAsync(context, next, null);
    }

    // What can be read of a form whose session has ended.
    private static async Task<IResult> GiveBackAsync(Desk desk, HttpContext http)
    {
        int status = await ReadAsync(http);
        if (status == StatusCodes.Status503ServiceUnavailable)
            return NothingHere.Page(desk, desk.Speech["busy"], status);
        TypedForm typed = status == StatusCodes.Status200OK ? TypedForm.Of(http) : TypedForm.None;
        return desk.Page<WhyPage>(new Notice(false, desk.Speech["ended-form"], "", StatusCodes.Status401Unauthorized), ("Typed", typed), ("SignInFor", PageOfForm.Of(http)));
    }

    // 2
    private static async ValueTask<object?> CheckFormAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, Func<Desk, IResult>? refused)
    {
        HttpContext http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
            return await next(context);
        Desk desk = http.RequestServices.GetRequiredService<Desk>();
        int status = await ReadAsync(http);
        if (status != StatusCodes.Status200OK)
            return NothingHere.Page(desk, desk.Speech[status switch { 413 => "too-large", 503 => "busy", _ => "form-expired" }], status);
        if (await IsOursAsync(http))
            return await next(context);
        // What was typed goes back to who typed it, encoded.
        return desk.Who is not null && refused is not null
            ? refused(desk)
            : desk.Page<WhyPage>(new Notice(false, desk.Speech["form-expired"], "", StatusCodes.Status400BadRequest), ("Typed", desk.Who is null ? TypedForm.None : TypedForm.Of(http)));
    }

    // Before anything else asks for it: what can be no form is theirs who sent it, and no fault of ours. 200 for one that can be read.
    private static Task<int> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return Task.FromResult(StatusCodes.Status400BadRequest);
        return http.Request.ContentLength <= FormsOfStrangers.Small || SignedIn.Of(http.User) is not null
            ? ReadAsync(http, http.RequestAborted)
            : http.RequestServices.GetRequiredService<FormsOfStrangers>().ReadAsync(http, cancellation => ReadAsync(http, cancellation));
    }

    private static async Task<int> ReadAsync(HttpContext http, CancellationToken cancellation)
    {
        try
        {
            await http.Request.ReadFormAsync(cancellation);
            return StatusCodes.Status200OK;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }

    private static async Task<bool> IsOursAsync(HttpContext http)
    {
        try
        {
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }

    private static RedirectHttpResult SignInPageFor(HttpContext http) => TypedResults.Redirect(
        HttpMethods.IsGet(http.Request.Method) && http.Request.Path != "/" ? $"/sign-in?back={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}" : "/sign-in");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Operator} ({Role}) was refused {Method} {Path}, which takes the role {Needed}.")]
        public static partial void NotPermitted(ILogger logger, string @operator, OperatorRole role, string method, string path, OperatorRole needed);
    }
}
