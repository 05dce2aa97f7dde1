using LiveOps.Cli.Shell;
using LiveOps.Client.Signing;

namespace LiveOps.Cli.Connecting;

/// <summary>Secrets, from files or the environment. Never from the command line, which every process of the machine can read, and a shell remembers.</summary>
internal sealed class Secrets(Terminal terminal, string? secretFile, string? keyName, string? tokenFile, string? actor)
{
    private const int MostBytes = 16 << 10;

    // Where a local run of the repository keeps what it made.
    private static readonly string Local = Path.Combine(".liveops", "secrets", "HMAC_SECRET");

    /// <summary>Who acts; null: nobody said.</summary>
    public string? Actor => actor ?? terminal.Setting("LIVEOPS_AS");

    public bool HasSecret => FindSecret() is not null;

    /// <summary>What signs.</summary>
    public ClientKey NeedKey()
    {
        string secret = NeedSecret();
        string? name = keyName ?? terminal.Setting("LIVEOPS_KEY");
        try
        {
            return name is not null && name.StartsWith("p.", StringComparison.Ordinal) ? ClientKey.Player(name, secret) : ClientKey.Game(secret, name);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw CliFault.Usage($"the signing key cannot be used: {PlainText.Sentence(e.Message)} Make a secret with: liveops keys make-secret", e);
        }
    }

    /// <summary>The text of the secret.</summary>
    public string NeedSecret() => FindSecret()
        ?? throw CliFault.Usage("there is no secret to sign with. Set LIVEOPS_SECRET, or name a file by --secret-file; a local run keeps its own in .liveops/secrets/HMAC_SECRET.");

    /// <summary>An operator's token; null: there is none.</summary>
    public string? FindToken()
    {
        string? token = tokenFile is not null ? Read(tokenFile, "--operator-token-file")
            : terminal.Setting("LIVEOPS_OPERATOR_TOKEN_FILE") is { } file ? Read(file, "LIVEOPS_OPERATOR_TOKEN_FILE")
            : (terminal.Setting("LIVEOPS_OPERATOR_TOKEN") ?? terminal.Setting("OPERATOR_TOKEN"))?.Trim();
        if (token is not null && token.Any(c => c is <= ' ' or > '~'))
            throw CliFault.Usage("the operator's token has a character that no header carries. Look at its file or at LIVEOPS_OPERATOR_TOKEN.");
        return token;
    }

    private string? FindSecret() =>
        secretFile is not null ? Read(secretFile, "--secret-file")
        : terminal.Setting("LIVEOPS_SECRET_FILE") is { } file ? Read(file, "LIVEOPS_SECRET_FILE")
        : (terminal.Setting("LIVEOPS_SECRET") ?? terminal.Setting("HMAC_SECRET") ?? (File.Exists(Local) ? Read(Local, Local) : null))?.Trim();

    private static string Read(string path, string by)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MostBytes];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            string text = System.Text.Encoding.UTF8.GetString(bytes, 0, length).Trim();
            return length < MostBytes && text.Length > 0 ? text : throw CliFault.Usage($"{path} ({by}) holds no secret: it is {(length == MostBytes ? "too long" : "empty")}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"{path} ({by}) cannot be read: {e.Message}", e);
        }
    }
}
