using System.CommandLine;
using System.Globalization;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using LiveOps.Client;
using LiveOps.Client.Players;

namespace LiveOps.Cli.Commands;

/// <summary>Secrets and keys of players.</summary>
internal static class KeysCommand
{
    private const long LastSecond = 253402300799; // of the year 9999

    private static readonly Argument<string> Player = Arguments.Text<string>("player", "Whose key.");
    private static readonly Option<string> Expires = new("--expires") { Description = "Until when it holds: 30m, 12h, 7d from now, or 2026-12-01T00:00:00Z; at most 366 days.", DefaultValueFactory = _ => "24h" };
    private static readonly Option<long> Epoch = new("--epoch") { Description = "When the player's keys were last revoked, in Unix seconds; 0: never." };
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    static KeysCommand() => Epoch.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && (!long.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long epoch) || epoch is < 0 or > LastSecond))
            result.AddError("--epoch is a time in Unix seconds, or 0.");
    });

    public static Command Make(Terminal terminal) => new Command("keys", "Makes a secret, or a key for one player's client.")
    {
        new ToolCommand("make-secret", "Makes a signing secret of 32 random bytes.", "liveops keys make-secret > hmac-secret")
            .Does(terminal, (_, session, _) => Task.FromResult(Tell(session, null, PlayerKeys.MakeSecret()))),
        new ToolCommand("player", "Has the gateway make a key that speaks for one player alone, until it expires.", "liveops keys player ada --expires 7d") { Player, Expires }.Does(terminal, AskAsync),
        new ToolCommand("derive", "Derives the same key from the game's secret, without asking anybody.", "liveops keys derive ada --expires 7d") { Player, Expires, Epoch }.Does(terminal, (parsed, session, _) =>
        {
            if (session.Secrets.NeedKey() is { PlayerId: not null })
                throw CliFault.Usage("a player's key makes no keys: leave out --key, and sign with the game's secret.");
            (string key, string secret) = PlayerKeys.Derive(
                session.Secrets.NeedSecret(), NeedId(parsed.GetValue(Player)!), Until(parsed, session.Terminal.Clock.GetUtcNow()), session.Secrets.NeedKey().Name, parsed.GetValue(Epoch));
            return Task.FromResult(Tell(session, key, secret));
        }),
    };

    private static async Task<int> AskAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        await using LiveOpsClient client = session.NewClient(options => options.Key = session.Secrets.NeedKey());
        string player = NeedId(parsed.GetValue(Player)!);
        return await session.WithinPatienceAsync(ServiceName.Gateway, async bound =>
        {
            await client.LearnTimeAsync(bound);
            IssuedKey made = await client.MakePlayerKeyAsync(player, Until(parsed, session.Terminal.Clock.GetUtcNow() + client.Status.ClockOffset), bound);
            return Tell(session, made.Key, made.Secret);
        }, cancellation);
    }

    // Within what gateways take.
    private static DateTimeOffset Until(ParseResult parsed, DateTimeOffset now)
    {
        DateTimeOffset until = Durations.FromNow(parsed.GetValue(Expires)!, "--expires", now);
        return until.ToUnixTimeSeconds() > now.ToUnixTimeSeconds() && until - now <= Longest
            ? until
            : throw CliFault.Usage($"--expires {PlainText.Of(parsed.GetValue(Expires))} is not a time to come, at most {Longest.TotalDays} days from now: no gateway takes such a key.");
    }

    private static int Tell(Session session, string? key, string secret)
    {
        if (session.IsJson)
            JsonText.Write(session.Terminal, new { key, secret });
        else if (key is null)
            session.Terminal.Out.WriteLine(secret);
        else
            session.Terminal.Out.WriteLine($"key     {key}\nsecret  {secret}");
        return ExitCode.Ok;
    }

    private static string NeedId(string player) => player.Length <= 64 && player is not ("." or "..") && player.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-')
        ? player
        : throw CliFault.Usage($"{PlainText.Of(player)} is no player's id: 1 to 64 characters of A-Z, a-z, 0-9 and _ . : -");
}
