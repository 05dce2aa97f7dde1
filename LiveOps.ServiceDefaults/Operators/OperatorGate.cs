using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>
/// Lets operators in:
/// <list type="number">
/// <item>who they are is known by a token of the settings, or by one of Entra ID where that is set up;</item>
/// <item>what their call needs stands in the service's table (<see cref="OperatorRoles"/>);</item>
/// <item>what they may not do is refused, and noted in the audit: of one operator so many times a minute and a day at most, so that the audit cannot be filled with it.</item>
/// </list>
/// </summary>
internal sealed partial class OperatorGate(OperatorTokens tokens, IEntraTokens entra, IServiceProvider services, TimeProvider clock, ILogger<OperatorGate> logger)
{
    private const string Scheme = "Bearer ";

    private readonly OperatorRoles _roles = services.GetService<OperatorRoles>() ?? new OperatorRoles();
    private readonly RefusalBudget _budget = new(clock);

    /// <summary>Who makes a call; null for nobody who is known.</summary>
    public async ValueTask<OperatorIdentity?> IdentifyAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        string given = value[Scheme.Length..].Trim();
        if (tokens.Find(given) is { } known)
            return known.Via == OperatorIdentity.BySharedToken ? known with { Name = OperatorIdentity.Said(context.Request) } : known;
        return await entra.FindAsync(given, context.RequestAborted);
    }

    /// <summary>Lets the caller through, as <see cref="OperatorIdentity.Of"/> then says; or answers the problem.</summary>
    public async ValueTask<Problem?> EnterAsync(HttpContext context)
    {
        if (await IdentifyAsync(context) is not { } who)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            return new Problem(ProblemTypes.OperatorRequired, "Send Authorization: Bearer with an operator's token. With no operator configured these calls are refused.");
        }

        context.Features.Set(who);
        string route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        OperatorRole needed = _roles.Of(context.Request.Method, route);
        if (who.Role >= needed)
            return null;
        await NoteAsync(context, who, needed, route);
        return new Problem(ProblemTypes.NotPermitted, $"This call needs the role {Name(needed)}, and {who.Name} has the role {Name(who.Role)}.");
    }

    private async Task NoteAsync(HttpContext context, OperatorIdentity who, OperatorRole needed, string route)
    {
        Log.NotPermitted(logger, who.Name, context.Request.Method, route);
        if (services.GetService<IAudit>() is not { } audit || !_budget.TryTake(who.Name))
            return;
        AuditEntry entry = OperatorIdentity.Entry(context, AuditKinds.Access, "refuse") with
        {
            Outcome = AuditEntry.Refused,
            PlayerId = route.Contains("/players/{id}", StringComparison.Ordinal) ? RouteId(context, "id") : "",
            Board = RouteId(context, "board"),
            Document = route.StartsWith("/v1/policies/", StringComparison.Ordinal) ? RouteId(context, "name") : "",
            After = $$"""{"call":"{{context.Request.Method}} {{route.TrimEnd('/')}}","role":"{{Name(who.Role)}}","needs":"{{Name(needed)}}"}""",
        };
        try
        {
            await audit.NoteAsync(entry, context.RequestAborted);
        }
        catch (Exception e) when (e is StoreUnavailableException or BusUnavailableException)
        {
            Log.NotNoted(logger, e.Message); // refused all the same
        }
    }

    // Only what is an id: anything else would be somebody's text.
    private static string RouteId(HttpContext context, string name) => context.GetRouteValue(name) is string id && LiveOps.Core.Ids.IdRule.WasValid(id) ? id : "";

    /// <summary>A role as people write it.</summary>
    internal static string Name(OperatorRole role) => role switch
    {
        OperatorRole.Viewer => "viewer",
        OperatorRole.Moderator => "moderator",
        OperatorRole.Operator => "operator",
        OperatorRole.Admin => "admin",
        _ => "none",
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Operator} may not {Method} {Route}.")]
        public static partial void NotPermitted(ILogger logger, string @operator, string method, string route);

        [LoggerMessage(LogLevel.Warning, "What was not permitted could not be noted in the audit: {Reason}")]
        public static partial void NotNoted(ILogger logger, string reason);
    }
}
