using System.Net;
using LiveOps.Console.Services;
using LiveOps.Console.Sessions;
using LiveOps.Console.Shell;
using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Authentication;

namespace LiveOps.Console.SigningIn;

/// <summary>
/// Signing in by an operator's token, or by Entra ID (<see cref="EntraSignIn"/>): a service is asked whose it is. The first that answers counts; what fails is throttled before anybody is asked. Signing out ends this session, or
/// all of the operator's.
/// </summary>
internal static partial class SignInEndpoints
{
    private const int LongestToken = 8192, LongestName = 64;

    private static readonly string[] EntraFailures = ["entra-away", "entra-refused", "entra-nobody-answers", "entra-no-role", "too-often"];

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (Desk desk, string? back = null, string? failed = null) => Page(desk, EntraFailures.Contains(failed) ? new Notice(false, desk.Speech[$"sign-in.{failed}"]) : null, back));
        // Who signed in meanwhile, in another tab, is told so.
        routes.MapPost("/sign-in", SignInAsync).ForAnybody(desk => Page(desk, desk.Wrong("sign-in.elsewhere"), desk.Context.Request.Form["back"]));
        routes.MapPost("/sign-out", SignOutAsync).ForAnybody();
    }

    /// <summary>The page to sign in at.</summary>
    public static IResult Page(Desk desk, Notice? notice, string? back) =>
        desk.Page<SignInPage>(notice, ("Back", LocalPath.Of(back)), ("HasEntra", desk.Context.RequestServices.GetService<EntraSignInSettings>() is not null));

    private static async Task<IResult> SignInAsync(Desk desk, ServiceClients clients, SignInThrottle throttle, SessionChecks checks, TimeProvider clock, ILogger<SignedIn> logger)
    {
        Fields form = await desk.FormAsync();
        (string token, string name, string back) = (form["token"], form["name"], form["back"]);
        IPAddress? address = desk.Context.Connection.RemoteIpAddress;
        if (name.Length > 0 && !IsName(name))
            return Page(desk, new Notice(false, desk.Speech["sign-in.wrong-name"], "", 400), back);
        if (token.Length is 0 or > LongestToken || token.Any(c => c is < ' ' or > '~'))
            return Page(desk, new Notice(false, desk.Speech["sign-in.wrong"], "", 400), back);
        if (!throttle.TryBegin(address))
            return Page(desk, new Notice(false, desk.Speech["sign-in.too-often"], "", 429), back);
        Answer answer = await WhoseToken.AskAsync(clients, token, name, desk.Context.RequestAborted);
        if (!answer.IsDown && !answer.IsGood)
        {
            Log.Refused(logger, address);
            return Page(desk, new Notice(false, desk.Speech["sign-in.wrong"], "", 403), back);
        }

        if (answer.IsDown)
        {
            throttle.Succeeded(address); // nobody could say, which is not theirs to answer for
            return Page(desk, new Notice(false, desk.Speech["sign-in.nobody-answers"], "", 502), back);
        }

        if (WhoseToken.RoleIn(answer) is var role && role == OperatorRole.None)
        {
            Log.WithoutRole(logger, answer.Json.Text("name"), address);
            return Page(desk, new Notice(false, desk.Speech["sign-in.no-role"], "", 403), back);
        }

        throttle.Succeeded(address);
        // A token of one's own goes by its own name; who shares one and is called otherwise than they said would stand in the audit as somebody else.
        if (answer.Json.Text("via") == OperatorIdentity.BySharedToken && name.Length > 0 && answer.Json.Text("name") != name)
            return Page(desk, new Notice(false, desk.Speech.Say("sign-in.reserved-name", name), "", 400), back);
        var session = new SignedIn(answer.Json.Text("name"), role, answer.Json.Text("via"), token, clock.GetUtcNow().Ticks);
        checks.Begun(session);
        await desk.Context.SignInAsync(SessionCookies.Scheme, session.ToPrincipal(SessionCookies.Scheme));
        Log.SignedIn(logger, session.Name, session.Role, address);
        return Desk.Done(LocalPath.Of(back), "signed-in");
    }

    // As services take one in a header: as they take ids.
    private static bool IsName(string name) => name is not ("." or "..") && name.Length <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-');

    private static async Task<IResult> SignOutAsync(Desk desk, ISignOuts signOuts, ILogger<SignedIn> logger)
    {
        Fields form = await desk.FormAsync();
        bool isKnown = true;
        if (desk.Who is { } who)
        {
            isKnown = form["where"] == "everywhere" ? await signOuts.EndAllAsync(who) : await signOuts.EndAsync(who);
            Log.SignedOut(logger, who.Name);
        }

        await desk.Context.SignOutAsync(SessionCookies.Scheme);
        return Desk.Done("/sign-in", isKnown ? "signed-out" : "signed-out-here");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Operator} ({Role}) signed in from {Address}.")]
        public static partial void SignedIn(ILogger logger, string @operator, OperatorRole role, IPAddress? address);

        [LoggerMessage(LogLevel.Information, "{Operator} signed out.")]
        public static partial void SignedOut(ILogger logger, string @operator);

        [LoggerMessage(LogLevel.Warning, "{Operator} was refused at the sign-in from {Address}: the token has no role.")]
        public static partial void WithoutRole(ILogger logger, string @operator, IPAddress? address);

        [LoggerMessage(LogLevel.Warning, "A sign-in from {Address} was refused: the token is nobody's.")]
        public static partial void Refused(ILogger logger, IPAddress? address);
    }
}
