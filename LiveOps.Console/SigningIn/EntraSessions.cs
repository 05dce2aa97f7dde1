using System.Globalization;
using System.Net;
using LiveOps.Console.Services;
using LiveOps.Console.Sessions;
using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace LiveOps.Console.SigningIn;

/// <summary>Sessions of whoever comes back from Entra ID with a token of theirs.</summary>
internal sealed partial class EntraSessions(ServiceClients clients, SessionChecks checks, SignInThrottle throttle, SessionSettings settings, TimeProvider clock, ILogger<EntraSessions> logger)
{
    private static readonly object Tried = new();

    /// <summary>Begins a try; false where there were too many from that address.</summary>
    public bool TryBegin(HttpContext context)
    {
        if (!throttle.TryBegin(context.Connection.RemoteIpAddress))
            return false;
        context.Items[Tried] = true;
        return true;
    }

    /// <summary>Makes one of what services say of the token.</summary>
    public async Task MakeAsync(TokenValidatedContext context)
    {
        if (context.TokenEndpointResponse is not { AccessToken: { Length: > 0 } token } tokens)
        {
            context.Fail(new EntraRefusalException("entra-refused"));
            return;
        }

        Answer answer = await WhoseToken.AskAsync(clients, token, null, context.HttpContext.RequestAborted);
        OperatorRole role = answer.IsGood ? WhoseToken.RoleIn(answer) : OperatorRole.None;
        if (role == OperatorRole.None)
        {
            context.Fail(new EntraRefusalException(answer.IsDown ? "entra-nobody-answers" : "entra-no-role"));
            return;
        }

        DateTimeOffset now = clock.GetUtcNow();
        var session = new SignedIn(answer.Json.Text("name"), role, answer.Json.Text("via"), token, now.Ticks);
        context.Principal = session.ToPrincipal(SessionCookies.Scheme);
        TimeSpan lasts = int.TryParse(tokens.ExpiresIn, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? TimeSpan.FromSeconds(seconds) : settings.Length;
        (context.Properties ??= new AuthenticationProperties()).ExpiresUtc = now + (lasts < settings.Length ? lasts : settings.Length);
    }

    /// <summary>One has begun: all of what was brought back is right, its nonce too.</summary>
    public void Begun(TicketReceivedContext context)
    {
        if (SignedIn.Of(context.Principal) is not { } session)
            return;
        throttle.Succeeded(context.HttpContext.Connection.RemoteIpAddress);
        checks.Begun(session);
        Log.SignedIn(logger, session.Name, session.Role, context.HttpContext.Connection.RemoteIpAddress);
    }

    /// <summary>Says in the log why somebody was not let in: what Entra ID says may name what nobody else should read.</summary>
    public void Failed(RemoteFailureContext context, string why)
    {
        IPAddress? address = context.HttpContext.Connection.RemoteIpAddress;
        if (why is "entra-away" or "entra-nobody-answers" && !context.HttpContext.RequestAborted.IsCancellationRequested && context.HttpContext.Items.ContainsKey(Tried)) // who hangs up has tried
            throttle.Succeeded(address); // nobody could say, which is not theirs to answer for
        Log.Refused(logger, address, why, context.Failure?.GetBaseException().GetType().Name ?? "nothing");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Operator} ({Role}) signed in by Entra ID from {Address}.")]
        public static partial void SignedIn(ILogger logger, string @operator, OperatorRole role, IPAddress? address);

        [LoggerMessage(LogLevel.Warning, "A sign-in by Entra ID from {Address} came to nothing: {Why} ({Kind}).")]
        public static partial void Refused(ILogger logger, IPAddress? address, string why, string kind);
    }
}
