using System.Globalization;
using System.Security.Claims;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Sessions;

/// <summary>An operator who has signed in. All of it lies in the cookie, encrypted: any replica with the same keys knows them.</summary>
/// <param name="Name">As the audit has it.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Via">How they proved it: see <see cref="OperatorIdentity.Via"/>.</param>
/// <param name="Token">The token, with which services are asked on their behalf.</param>
/// <param name="Since">When they signed in: ticks of UTC.</param>
public sealed record SignedIn(string Name, OperatorRole Role, string Via, string Token, long Since)
{
    private const string SubjectClaim = "sub", NameClaim = "name", RoleClaim = "role", ViaClaim = "via", TokenClaim = "token", SinceClaim = "since";

    /// <summary>What they say they are, where the token does not.</summary>
    public string? SaidName => Via == OperatorIdentity.BySharedToken ? Name : null;

    /// <summary>Without the token: nothing that prints a session prints a secret.</summary>
    public override string ToString() => $"{Name} ({Role})";

    internal ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
    [
        new Claim(SubjectClaim, $"{Name}/{Since.ToString(CultureInfo.InvariantCulture)}"), // a form of one session is none of another's
        new Claim(NameClaim, Name), new Claim(RoleClaim, Role.ToString()), new Claim(ViaClaim, Via), new Claim(TokenClaim, Token),
        new Claim(SinceClaim, Since.ToString(CultureInfo.InvariantCulture)),
    ], scheme));

    internal static SignedIn? Of(ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not { IsAuthenticated: true } || Value(principal, NameClaim) is not { } name || Value(principal, TokenClaim) is not { } token)
            return null;
        return Enum.TryParse(Value(principal, RoleClaim), out OperatorRole role) && long.TryParse(Value(principal, SinceClaim), NumberStyles.None, CultureInfo.InvariantCulture, out long since)
            ? new SignedIn(name, role, Value(principal, ViaClaim) ?? "", token, since)
            : null;
    }

    private static string? Value(ClaimsPrincipal principal, string type) => principal.FindFirst(type)?.Value;
}
