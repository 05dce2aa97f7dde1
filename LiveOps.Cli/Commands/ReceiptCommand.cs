using System.CommandLine;
using System.Text;
using System.Text.Json;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using LiveOps.Client.Receipts;

namespace LiveOps.Cli.Commands;

/// <summary>Whether a receipt is genuine.</summary>
internal static class ReceiptCommand
{
    private const int MostBytes = 4096;
    private const long MostBytesOfKeys = 1 << 20;

    private static readonly Argument<string> Receipt = Arguments.Text<string>("receipt", "The receipt, or - to read it from the input.");
    private static readonly Option<string?> Jwks = new("--jwks") { Description = "File with the public keys, as liveops receipt keys prints them; nobody is asked.", HelpName = "file" };
    private static readonly Option<bool> Ask = new("--ask") { Description = "Have the service say it: where receipts are signed with a secret, only it can." };

    public static Command Make(Terminal terminal)
    {
        Command command = Named(terminal);
        command.Aliases.Add("receipts");
        return command;
    }

    private static Command Named(Terminal terminal) => new Command("receipt", "Verifies receipts of rewards.")
    {
        new ToolCommand(
            "verify",
            "Says whether a receipt is genuine, and what it says. Offline with --jwks; else the service's public keys are fetched, or it is asked where it has none. Exits with 1 where it is not.",
            "liveops receipt verify \"$RECEIPT\"",
            "echo \"$RECEIPT\" | liveops receipt verify - --ask") { Receipt, Jwks, Ask }.Does(terminal, VerifyAsync),
        new ToolCommand("keys", "Prints the public keys that receipts are verified by, to keep.", "liveops receipt keys > jwks.json").Does(terminal, async (_, session, cancellation) =>
        {
            using Api api = session.NewApi();
            session.Terminal.Out.WriteLine((await api.GetAsync(ServiceName.Progression, "/.well-known/jwks.json", cancellation)).Text);
            return ExitCode.Ok;
        }),
    };

    private static async Task<int> VerifyAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        string receipt = parsed.GetValue(Receipt)!;
        if (receipt == "-")
            receipt = Read(session.Terminal);
        using Api api = session.NewApi();
        ReceiptVerifier? keys = parsed.GetValue(Ask) ? null : await KeysAsync(parsed.GetValue(Jwks), api, cancellation);
        if (keys is not null)
            return keys.TryVerify(receipt, out ReceiptClaims? claims) ? Genuine(session, claims.PlayerId, claims.Reward, claims.ClaimId, claims.IssuedAt) : Forged(session, "no key of the service has signed it");
        JsonElement answer = Api.Need(await api.SendAsync(HttpMethod.Post, ServiceName.Progression, "/v1/receipts/verify", cancellation, JsonText.Of(new { receipt }))).Json;
        if (!answer.GetProperty("valid").GetBoolean())
            return Forged(session, answer.TryGetProperty("reason", out JsonElement reason) ? reason.GetString() ?? "" : "");
        JsonElement said = answer.GetProperty("claims");
        return Genuine(session, said.GetProperty("sub").GetString()!, said.GetProperty("reward").GetString()!, said.GetProperty("jti").GetString()!, DateTimeOffset.FromUnixTimeSeconds(said.GetProperty("iat").GetInt64()));
    }

    // Null: there are none, and the service must be asked.
    private static async Task<ReceiptVerifier?> KeysAsync(string? file, Api api, CancellationToken cancellation)
    {
        try
        {
            if (file is null)
                return ReceiptVerifier.FromJwks((await api.GetAsync(ServiceName.Progression, "/.well-known/jwks.json", cancellation)).Text) is { KeyCount: > 0 } keys ? keys : null;
            if (new FileInfo(file).Length > MostBytesOfKeys)
                throw CliFault.Usage($"{file} is too long for a set of keys.");
            return ReceiptVerifier.FromJwks(await File.ReadAllTextAsync(file, cancellation)) is { KeyCount: > 0 } kept
                ? kept
                : throw CliFault.Usage($"{file} holds no key that receipts are verified by; fetch them with: liveops receipt keys");
        }
        catch (FormatException e)
        {
            throw CliFault.Usage($"{file ?? "the answer"} is no set of keys: {e.Message}. Fetch it with: liveops receipt keys", e);
        }
        catch (Exception e) when (file is not null && e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static string Read(Terminal terminal)
    {
        using Stream input = terminal.OpenInput();
        byte[] bytes = new byte[MostBytes];
        return Encoding.UTF8.GetString(bytes, 0, input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).Trim();
    }

    private static int Genuine(Session session, string player, string reward, string claim, DateTimeOffset issuedAt)
    {
        if (session.IsJson)
            JsonText.Write(session.Terminal, new { valid = true, playerId = player, reward, claimId = claim, issuedAt = issuedAt.UtcDateTime });
        else
            session.Terminal.Out.WriteLine(PlainText.Of($"genuine: {player} claimed {reward} at {Durations.Text(issuedAt)}; remember its claim {claim}, which is honoured once"));
        return ExitCode.Ok;
    }

    private static int Forged(Session session, string reason)
    {
        if (session.IsJson)
            JsonText.Write(session.Terminal, new { valid = false, reason });
        else
            session.Terminal.Out.WriteLine(PlainText.Of($"not genuine: {reason}. Do not honour it."));
        return ExitCode.Failed;
    }
}
