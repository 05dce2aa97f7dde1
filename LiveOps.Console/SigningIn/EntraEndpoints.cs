using LiveOps.Console.Sessions;
using LiveOps.Console.Shell;
using Microsoft.AspNetCore.Authentication;

namespace LiveOps.Console.SigningIn;

/// <summary>The ways to Entra ID and back, where the console has an app there.</summary>
internal static class EntraEndpoints
{
    public static void MapEntra(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<EntraSignInSettings>() is null)
            return;
        routes.MapGet("/sign-in/entra", SignInAsync);
        routes.MapGet("/sign-in/done", GoOn);
        routes.MapGet("/sign-out/entra", SignOutAsync);
    }

    private static Task<IResult> SignInAsync(Desk desk, string? back = null) => SendAsync(desk, context =>
        context.ChallengeAsync(EntraSignIn.Scheme, new AuthenticationProperties { RedirectUri = $"/sign-in/done?back={Uri.EscapeDataString(LocalPath.Of(back))}" }));

    // The session here ends first, where there is one: its cookie is sent by no other site.
    private static async Task<IResult> SignOutAsync(Desk desk, ISignOuts signOuts)
    {
        if (desk.Who is { } who)
        {
            await signOuts.EndAsync(who);
            await desk.Context.SignOutAsync(SessionCookies.Scheme);
        }

        return await SendAsync(desk, context => context.SignOutAsync(EntraSignIn.Scheme, new AuthenticationProperties { RedirectUri = "/sign-in?done=signed-out" }));
    }

    private static async Task<IResult> SendAsync(Desk desk, Func<HttpContext, Task> send)
    {
        try
        {
            await send(desk.Context);
            return Results.Empty;
        }
        catch (Exception e) when (EntraSignIn.IsAway(e) && !desk.Context.RequestAborted.IsCancellationRequested)
        {
            return SignInEndpoints.Page(desk, new Notice(false, desk.Speech["sign-in.entra-away"], "", StatusCodes.Status502BadGateway), null);
        }
    }

    // Whoever comes from another site brings no cookie that is Strict, not even by a redirect: this page of ours is where they come from next.
    private static IResult GoOn(Desk desk, string? back = null)
    {
        string path = LocalPath.Of(back);
        desk.Context.Response.Headers["Refresh"] = $"0;url={path}";
        return desk.Page<SignedInPage>(null, ("Back", path));
    }
}
