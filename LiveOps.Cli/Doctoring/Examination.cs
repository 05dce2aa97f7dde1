using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using LiveOps.Client;
using LiveOps.Client.Calls;
using LiveOps.Client.Signing;

namespace LiveOps.Cli.Doctoring;

/// <summary>Looks at each part in turn. Nothing of it changes anything.</summary>
internal static class Examination
{
    // A signature holds for 300 s; the client learns the clock, but logs and other tools do not.
    private static readonly TimeSpan SmallOffset = TimeSpan.FromSeconds(5);

    // Nobody has a reward of this name: whoever claims it is told so, or that the key is wrong.
    private const string NoReward = "liveops-doctor:nothing";

    /// <summary>The tool's own version.</summary>
    public static string OwnVersion { get; } = typeof(Examination).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static async Task<List<Finding>> RunAsync(Session session, CancellationToken cancellation)
    {
        using Api api = session.NewApi();
        var findings = new List<Finding>();
        foreach (ServiceName service in Enum.GetValues<ServiceName>())
            findings.Add(await ServiceAsync(api, session, service, cancellation));
        if (findings[(int)ServiceName.Gateway].State != FindingState.Away)
        {
            findings.Add(await ClockAsync(session, cancellation));
            findings.Add(await KeyAsync(session, cancellation));
        }

        findings.Add(await TokenAsync(api, session, cancellation));
        return findings;
    }

    private static async Task<Finding> ServiceAsync(Api api, Session session, ServiceName service, CancellationToken cancellation)
    {
        string name = Addresses.Name(service), address = session.Addresses[service].GetLeftPart(UriPartial.Authority);
        try
        {
            ApiAnswer alive = await api.SendAsync(HttpMethod.Get, service, "/healthz", cancellation);
            ApiAnswer ready = await api.SendAsync(HttpMethod.Get, service, "/readyz", cancellation);
            ApiAnswer document = await api.SendAsync(HttpMethod.Get, service, "/openapi/v1.json", cancellation);
            if (!alive.IsSuccess || !document.IsSuccess || Member(document, "info") is not { } info || !info.TryGetProperty("title", out JsonElement title) || !title.ToString().Contains(name, StringComparison.OrdinalIgnoreCase))
                return new Finding(name, FindingState.Wrong, $"something else answers at {address}", $"Say where {name} is, by --{name} or LIVEOPS_{name.ToUpperInvariant()}.");
            string version = info.TryGetProperty("version", out JsonElement said) ? said.ToString() : "?";
            string where = $"version {version} at {address}";
            if (!ready.IsSuccess)
                return new Finding(name, FindingState.Wrong, $"{where} is not ready: {ready.Detail}{Degraded(ready)}", "Look at its log, and at its stores; it becomes ready by itself.");
            if (Degraded(ready) is { Length: > 0 } degraded)
                return new Finding(name, FindingState.Look, $"{where} is ready without{degraded}", "Read docs/runbooks for what it does without.");
            return version == OwnVersion
                ? new Finding(name, FindingState.Ok, $"{where} is ready")
                : new Finding(name, FindingState.Look, $"{where} is ready, and this tool is version {OwnVersion}", "Take the same version: dotnet tool update --global LiveOps.Cli");
        }
        catch (CliFault e)
        {
            return new Finding(name, FindingState.Away, e.Message.Split(". Is it", 2)[0], $"Start it, or say where it is: --{name}, LIVEOPS_{name.ToUpperInvariant()}.");
        }
    }

    private static async Task<Finding> ClockAsync(Session session, CancellationToken cancellation)
    {
        await using LiveOpsClient client = session.NewClient();
        if (!await client.LearnTimeAsync(cancellation))
            return new Finding("clock", FindingState.Wrong, "the gateway did not tell its time", "Look at the gateway.");
        TimeSpan offset = client.Status.ClockOffset;
        string said = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(offset.TotalSeconds):0.0} s {(offset < TimeSpan.Zero ? "ahead of" : "behind")} the gateway's");
        return offset.Duration() <= SmallOffset
            ? new Finding("clock", FindingState.Ok, said)
            : new Finding("clock", FindingState.Look, said, "Set this machine's clock (timedatectl set-ntp true). The tool allows for it; others that sign here may be refused.");
    }

    private static async Task<Finding> KeyAsync(Session session, CancellationToken cancellation)
    {
        if (!session.Secrets.HasSecret)
            return new Finding("signing key", FindingState.Look, "none is set", "To send, set LIVEOPS_SECRET, or name a file by --secret-file.");
        try
        {
            ClientKey key = session.Secrets.NeedKey();
            await using LiveOpsClient client = session.NewClient(options => options.Key = key);
            return await session.WithinPatienceAsync(ServiceName.Gateway, bound => SignAsync(session, client, key, bound), cancellation);
        }
        catch (LiveOpsException e)
        {
            CliFault fault = Session.Fault(e);
            return new Finding("signing key", fault.ExitCode == ExitCode.Unreachable ? FindingState.Away : FindingState.Wrong, $"{e.Problem.Status} {e.Problem.Type}", Advice.For(e.Problem.Status, e.Problem.Type));
        }
        catch (CliFault e)
        {
            return e.ExitCode == ExitCode.Unreachable
                ? new Finding("signing key", FindingState.Away, "could not be tried", "See the gateway above.")
                : new Finding("signing key", FindingState.Wrong, e.Message, "Make one with: liveops keys make-secret");
        }
    }

    private static async Task<Finding> SignAsync(Session session, LiveOpsClient client, ClientKey key, CancellationToken cancellation)
    {
        await client.LearnTimeAsync(cancellation);
        if (key.PlayerId is { } player)
            return await ClaimAsync(client, player, cancellation);
        await client.MakePlayerKeyAsync("liveops-doctor", session.Terminal.Clock.GetUtcNow() + client.Status.ClockOffset + TimeSpan.FromMinutes(1), cancellation); // nothing is stored for a key
        return new Finding("signing key", FindingState.Ok, $"{key.Name ?? "default"} signs for the game");
    }

    private static async Task<Finding> ClaimAsync(LiveOpsClient client, string player, CancellationToken cancellation)
    {
        try
        {
            await client.ClaimAsync(player, NoReward, cancellation);
        }
        catch (LiveOpsException e) when (e.Problem.Type is "unknown-reward" or "unknown-player")
        {
            // The signature was right.
        }

        return new Finding("signing key", FindingState.Ok, $"speaks for {player}");
    }

    private static async Task<Finding> TokenAsync(Api api, Session session, CancellationToken cancellation)
    {
        try
        {
            if (session.Secrets.FindToken() is null)
                return new Finding("operator", FindingState.Look, "no token is set", "For operators' calls, set LIVEOPS_OPERATOR_TOKEN, or name a file by --operator-token-file.");
            ApiAnswer me = await api.SendAsync(HttpMethod.Get, ServiceName.Leaderboard, "/v1/operators/me", cancellation, asOperator: true);
            return me.IsSuccess
                ? new Finding("operator", FindingState.Ok, $"{Member(me, "name")}, {Member(me, "role")}")
                : new Finding("operator", FindingState.Wrong, $"{me.Status} {me.Problem}", "The token is not the service's: look at LIVEOPS_OPERATOR_TOKEN.");
        }
        catch (CliFault e)
        {
            return e.ExitCode == ExitCode.Unreachable
                ? new Finding("operator", FindingState.Away, "could not be asked", "See the leaderboard above.")
                : new Finding("operator", FindingState.Wrong, e.Message);
        }
    }

    private static string Degraded(ApiAnswer ready) => Member(ready, "degraded") is { ValueKind: JsonValueKind.Array } parts
        ? string.Concat(parts.EnumerateArray().Select(part => $" {part.GetProperty("name")} ({part.GetProperty("reason")})"))
        : "";

    private static JsonElement? Member(ApiAnswer answer, string name)
    {
        try
        {
            return answer.Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out JsonElement member) ? member : null;
        }
        catch (CliFault)
        {
            return null; // somebody else's page
        }
    }
}
