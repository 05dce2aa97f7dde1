namespace LiveOps.Cli.Connecting;

/// <summary>What to do about a problem.</summary>
internal static class Advice
{
    public static string For(int status, string type) => type switch
    {
        "missing-signature" or "bad-signature" => "The secret is not the service's: look at LIVEOPS_SECRET, and at --key where the game has several.",
        "unknown-key" => "Name a key that the service knows by --key or LIVEOPS_KEY, or none for the default one.",
        "expired-key" => "Have a new key made: liveops keys player PLAYER.",
        "stale-timestamp" => "This machine's clock is off and the service's could not be learned: liveops doctor.",
        "operator-required" => "Set LIVEOPS_OPERATOR_TOKEN, or name a file by --operator-token-file.",
        "not-permitted" => "Use the token of an operator whose role permits it.",
        "stale-version" or "precondition-required" => "Read the document again (liveops policy get), look at what changed (liveops policy diff), and put it again.",
        "managed-by-file" => "Change the file that the service reads it from (POLICY_DIR).",
        "unknown-board" => "liveops board lists the boards.",
        "unknown-policy" => "liveops policy list says which there are.",
        "unknown-version" => "liveops policy versions NAME says which there are.",
        "not-your-player" => "The key is one player's; send that player's events, or sign with a key of the game.",
        "rate-limited" or "quota-exceeded" or "request-in-progress" => "Send it again after a moment.",
        _ => status switch
        {
            0 => "Is the service running there? liveops doctor looks at each.",
            >= 200 and < 500 when type.Length == 0 => "Something else than LiveOps answers there: look at the addresses (liveops doctor).",
            >= 500 => "Try again in a moment; liveops doctor says what does not work.",
            _ => "",
        },
    };
}
