using System.CommandLine;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Connecting;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Answer in JSON, for scripts.", Recursive = true };

    public static readonly Option<string?> SecretFile = new("--secret-file")
    {
        Description = "File with the secret that signs; else LIVEOPS_SECRET, HMAC_SECRET, or .liveops/secrets/HMAC_SECRET of a local run.",
        HelpName = "file",
        Recursive = true,
    };

    public static readonly Option<string?> Key = new("--key") { Description = "Name of the key that signs, of the game or of a player (p.ada.1795258800); else LIVEOPS_KEY.", HelpName = "name", Recursive = true };

    public static readonly Option<string?> TokenFile = new("--operator-token-file") { Description = "File with an operator's token; else LIVEOPS_OPERATOR_TOKEN.", HelpName = "file", Recursive = true };

    public static readonly Option<string?> As = new("--as") { Description = "Who acts, for the audit, where the token is one that several share.", HelpName = "name", Recursive = true };

    public static readonly Option<double> Patience = new("--patience")
    {
        Description = "How many seconds to try before a service counts as unreachable.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 15,
        Recursive = true,
    };

    public static readonly IReadOnlyList<Option<string?>> Addresses = [.. Enum.GetValues<ServiceName>().Select(service => new Option<string?>("--" + Connecting.Addresses.Name(service))
    {
        Description = $"Where {Connecting.Addresses.Name(service)} is; else LIVEOPS_{Connecting.Addresses.Name(service).ToUpperInvariant()}{(service == ServiceName.Gateway ? ". Said alone, all services are there" : "")}.",
        HelpName = "url",
        Recursive = true,
    })];

    static CommonOptions() => Patience.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double>() is not (>= 0.1 and <= 86400))
            result.AddError("--patience is a number of seconds from 0.1 to 86400.");
    });

    public static void AddTo(RootCommand root)
    {
        root.Add(Json);
        foreach (Option<string?> address in Addresses)
            root.Add(address);
        root.Add(SecretFile);
        root.Add(Key);
        root.Add(TokenFile);
        root.Add(As);
        root.Add(Patience);
    }

    /// <summary>The session that a command line asks for.</summary>
    public static Session Session(ParseResult parsed, Terminal terminal) => new(
        terminal,
        Connecting.Addresses.Read(service => parsed.GetValue(Addresses[(int)service]) ?? terminal.Setting("LIVEOPS_" + Connecting.Addresses.Name(service).ToUpperInvariant())),
        new Secrets(terminal, parsed.GetValue(SecretFile), parsed.GetValue(Key), parsed.GetValue(TokenFile), parsed.GetValue(As)),
        parsed.GetValue(Json),
        TimeSpan.FromSeconds(parsed.GetValue(Patience)));
}
