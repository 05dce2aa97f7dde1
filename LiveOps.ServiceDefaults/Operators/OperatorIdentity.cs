using System.Net;
using LiveOps.Core.Audit;
using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Who makes a call.</summary>
/// <param name="Name">The name, as the audit has it.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Via">How they proved it: see <see cref="AuditEntry.Via"/>.</param>
public sealed record OperatorIdentity(string Name, OperatorRole Role, string Via)
{
    /// <summary>By <c>OPERATOR_TOKEN</c>, which several may share: they say who they are.</summary>
    public const string BySharedToken = "operator-token";

    /// <summary>By a token of their own.</summary>
    public const string ByToken = "token";

    /// <summary>By a token of Entra ID.</summary>
    public const string ByEntra = "entra";

    /// <summary>The header in which whoever shares a token says who they are.</summary>
    public const string Header = "liveops-operator";

    /// <summary>The name of whoever shares a token and says none.</summary>
    public const string Nameless = "operator";

    /// <summary>Whoever makes the call that is being handled, which <see cref="OperatorCalls.RequireOperator"/> let through.</summary>
    public static OperatorIdentity Of(HttpContext context) => context.Features.Get<OperatorIdentity>() ?? throw new InvalidOperationException("no operator's call");

    /// <summary>An entry of the audit that says who makes the call, from where and when.</summary>
    /// <param name="context">The call.</param>
    /// <param name="kind">To what kind of thing: one of <see cref="AuditKinds"/>.</param>
    /// <param name="action">What is done.</param>
    public static AuditEntry Entry(HttpContext context, string kind, string action)
    {
        OperatorIdentity who = Of(context);
        return new AuditEntry(context.RequestServices.GetRequiredService<TimeProvider>().Now(), who.Name, kind, action) { Via = who.Via, From = Address(context.Connection.RemoteIpAddress) };
    }

    /// <summary>Whether a name is nobody's: the system's own acts have it.</summary>
    internal static bool IsReserved(string name) => name is AuditEntry.ByPolicy or AuditEntry.BySchedule;

    /// <summary>The name that whoever shares a token says.</summary>
    internal static string Said(HttpRequest request) => request.Headers[Header] is [{ } name] && IdRule.IsValid(name) && !IsReserved(name) ? name : Nameless;

    private static string Address(IPAddress? address) => address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
