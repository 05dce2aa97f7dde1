using System.Buffers.Text;
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
    private static readonly Option<bool> Ask = new("--ask") { Description = "Have the service say it, also beside --jwks: of receipts that a secret has signed only it can." };

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
            "Says whether a receipt is genuine, and what it says. Offline with --jwks; else by the service's public keys, and where none of them is the receipt's, the service is asked. Exits with 1 where it is not.",
            "liveops receipt verify \"$RECEIPT\"",
            "echo \"$RECEIPT\" | liveops receipt verify - --ask") { Receipt, Jwks, Ask }.Does(terminal, VerifyAsync),
        new ToolCommand("keys", "Prints the public keys that receipts are verified by, to keep.", "liveops receipt keys > jwks.json").Does(terminal, async (_, session, cancellation) =>
        {
            using Api api = session.NewApi();
            session.Terminal.Out.WriteLine(await FetchAsync(api, cancellation));
            return ExitCode.Ok;
        }),
    };

    private static async Task<int> VerifyAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        string receipt = parsed.GetValue(Receipt)!;
        if (receipt == "-")
            receipt = Read(session.Terminal);
        using Api api = session.NewApi();
        string? file = parsed.GetValue(Ask) ? null : parsed.GetValue(Jwks), algorithm = AlgorithmOf(receipt);
        if (file is not null && algorithm == "HS256")
            throw CliFault.Usage("the receipt is signed with a secret; only the service can say whether it is genuine, use --ask.");
        ReceiptVerifier? keys = file is not null ? Kept(file) : parsed.GetValue(Ask) || algorithm != "ES256" ? null : ReceiptVerifier.FromJwks(await FetchAsync(api, cancellation));
        // Those that were fetched may lack a key that only the service knows; those of a file are all that is asked.
        if (keys is not null && (file is not null || keys.Knows(receipt)))
        {
            return keys.TryVerify(receipt, out ReceiptClaims? claims)
                ? Genuine(session, claims.PlayerId, claims.Reward, claims.ClaimId, claims.IssuedAt)
                : Forged(session, keys.Knows(receipt) ? "no key of the service has signed it" : "it names none of the keys of the file, which are all where the file is as young as the receipt");
        }

        JsonElement answer = Api.Need(await api.SendAsync(HttpMethod.Post, ServiceName.Progression, "/v1/receipts/verify", cancellation, JsonText.Of(new { receipt }))).Json;
        if (!answer.GetProperty("valid").GetBoolean())
            return Forged(session, answer.TryGetProperty("reason", out JsonElement reason) ? reason.GetString() ?? "" : "");
        JsonElement said = answer.GetProperty("claims");
        return Genuine(session, said.GetProperty("sub").GetString()!, said.GetProperty("reward").GetString()!, said.GetProperty("jti").GetString()!, DateTimeOffset.FromUnixTimeSeconds(said.GetProperty("iat").GetInt64()));
    }

    private static async Task<string> FetchAsync(Api api, CancellationToken cancellation)
    {
        ApiAnswer answer = await api.GetAsync(ServiceName.Progression, "/.well-known/jwks.json", cancellation);
        return answer.Json.GetProperty("keys").ValueKind == JsonValueKind.Array ? answer.Text : throw new FormatException("its keys are no list");
    }

    private static ReceiptVerifier Kept(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytesOfKeys)
                throw CliFault.Usage($"{file} is too long for a set of keys.");
            return ReceiptVerifier.FromJwks(File.ReadAllText(file)) is { KeyCount: > 0 } kept
                ? kept
                : throw CliFault.Usage($"{file} holds no key that receipts are verified by; fetch them with: liveops receipt keys");
        }
        catch (FormatException e)
        {
            throw CliFault.Usage($"{file} is no set of keys: {e.Message.TrimEnd('.')}. Fetch it with: liveops receipt keys", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"{file} cannot be read: {e.Message}", e);
        }
    }

    // What its header says that it is signed by: RFC 7515, 4.1.1; null where it is none. It decides whom to ask, and nothing else.
    private static string? AlgorithmOf(string receipt)
    {
        try
        {
            return JsonElement.Parse(Base64Url.DecodeFromChars(receipt.AsSpan(0, Math.Max(0, receipt.IndexOf('.'))))) is { ValueKind: JsonValueKind.Object } header
                && header.TryGetProperty("alg", out JsonElement algorithm) && algorithm.ValueKind == JsonValueKind.String ? algorithm.GetString() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
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
            session.Terminal.Out.WriteLine(PlainText.Of($"not genuine: {reason.TrimEnd('.')}. Do not honour it."));
        return ExitCode.Failed;
    }
}
