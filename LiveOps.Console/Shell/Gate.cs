using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveOps.Console.Shell;

/// <summary>
/// Stands before every page: 1. who has not signed in goes and does so; 2. a form that is not ours is refused; 3. what a role may not do is refused.
/// </summary>
internal static class Gate
{
    /// <summary>Lets only those who have signed in through.</summary>
    public static RouteGroupBuilder ForSignedIn(this RouteGroupBuilder pages)
    {
        pages.AddEndpointFilter(static (context, next) => EnterAsync(context, next));
        return pages;
    }

    /// <summary>Lets forms through that are ours.</summary>
    public static RouteHandlerBuilder ForAnybody(this RouteHandlerBuilder form)
    {
        form.AddEndpointFilter(static (context, next) => CheckFormAsync(context, next));
        return form;
    }

    /// <summary>Takes a role.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder page, OperatorRole role) => page.WithMetadata(new Needs(role));

    private static ValueTask<object?> EnterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        Desk desk = http.RequestServices.GetRequiredService<Desk>();
        if (desk.Who is not { } who) // 1
            return new(http.Request.Headers.ContainsKey("HX-Request") ? desk.Page<EndedPart>(null) : SignInPageFor(http));
        OperatorRole needed = http.GetEndpoint()?.Metadata.GetMetadata<Needs>()?.Role ?? OperatorRole.Viewer;
        if (who.Role < needed) // 3
            return new(NothingHere.Page(desk, desk.Speech.Say("not-permitted", desk.Speech[$"role.{needed}"]), StatusCodes.Status403Forbidden));
        return CheckFormAsync(context, next);
    }

    // 2
    private static async ValueTask<object?> CheckFormAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
            return await next(context);
        Desk desk = http.RequestServices.GetRequiredService<Desk>();
        int status = await ReadAsync(http);
        if (status != StatusCodes.Status200OK)
            return NothingHere.Page(desk, desk.Speech[status == StatusCodes.Status413PayloadTooLarge ? "too-large" : "form-expired"], status);
        if (await IsOursAsync(http))
            return await next(context);
        // What was typed goes back to who typed it: encoded, and to nobody who has not signed in.
        string typed = desk.Who is null ? "" : (await desk.FormAsync()).Raw("text");
        return desk.Page<WhyPage>(new Notice(false, desk.Speech["form-expired"], "", StatusCodes.Status400BadRequest), ("Typed", typed));
    }

    // Before anything else asks for it: what can be no form is theirs who sent it, and no fault of ours. 200 for one that can be read.
    private static async Task<int> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return StatusCodes.Status400BadRequest;
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
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
}
