using System.Security.Cryptography;
using System.Text.Json;
using LiveOps.Core.Receipts;
using LiveOps.Core.Signing;
using LiveOps.Tests.Client;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cli;

/// <summary><c>liveops keys</c>, <c>receipt</c> and <c>doctor</c>.</summary>
[Collection(CliWorld.Alone)]
public sealed class Keys_receipts_and_the_doctor(The_client_in_the_live_system.Fixture fixture) : IClassFixture<The_client_in_the_live_system.Fixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_key_that_is_derived_is_the_one_that_the_gateway_makes_and_speaks_for_its_player_alone()
    {
        string until = DateTimeOffset.UtcNow.AddHours(3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        CliRun made = (await CliWorld.RunAsync(_live, "keys", "player", "key-1", "--expires", until, "--json")).Ends(0);
        CliRun derived = (await CliWorld.RunAsync(_live, "keys", "derive", "key-1", "--expires", until, "--json")).Ends(0);
        Assert.Equal(made.Out, derived.Out);

        Dictionary<string, string> settings = CliWorld.Settings(_live);
        settings["LIVEOPS_SECRET"] = made.Json.GetProperty("secret").GetString()!;
        settings["LIVEOPS_KEY"] = made.Json.GetProperty("key").GetString()!;
        (await CliWorld.RunAsync(settings, "", "send", "--player", "key-1", "--amount", "1")).Ends(0);
        CliRun other = (await CliWorld.RunAsync(settings, "{\"playerId\":\"key-2\",\"amount\":1}", "send", "--file", "-")).Ends(1);
        CliRun doctor = await CliWorld.RunAsync(settings, "", "doctor");

        CliRun said = (await CliWorld.RunAsync(settings, "", "send", "--player", "key-2", "--amount", "1")).Ends(2);

        Assert.Contains("the key is key-1's", other.Out, StringComparison.Ordinal);
        Assert.Equal("liveops: the event cannot be sent: the key is key-1's, and the event key-2's.\n", said.Error);
        Assert.Contains("speaks for key-1", doctor.Out, StringComparison.Ordinal);
        (await CliWorld.RunAsync(_live, "keys", "player", "key-1", "--expires", "soon")).Ends(2);
    }

    [Theory]
    [InlineData("--expires", "2020-01-01T00:00:00Z")]
    [InlineData("--expires", "367d")]
    [InlineData("--epoch", "-5")]
    [InlineData("--epoch", "soon")]
    public async Task A_key_that_no_gateway_takes_is_not_derived(string option, string value)
    {
        CliRun run = (await CliWorld.RunAsync(_live, "keys", "derive", "ada", option, value)).Ends(2);
        if (option == "--expires")
            (await CliWorld.RunAsync(_live, "keys", "player", "ada", option, value)).Ends(2);

        Assert.Equal("", run.Out);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
        (await CliWorld.RunAsync(_live, "keys", "derive", "ada", "--expires", "366d", "--epoch", "5")).Ends(0);
    }

    [Fact]
    public async Task A_receipt_that_a_former_secret_signed_is_genuine_where_the_service_says_so_and_forged_nowhere()
    {
        using var folder = new TempFolder();
        var secret = new SecretReceiptKey(SigningSecret.Parse(The_client_in_the_live_system.FormerReceiptSecret, "secret"));
        var claims = new ReceiptClaims("rec-2", "0f1c", "first-kill:dragon", 1795258800);
        string receipt = Receipt.Write(secret.Id, claims, Receipt.Sign(secret, claims)), forged = receipt[..^6] + (receipt[^6] == 'A' ? 'B' : 'A') + receipt[^5..];
        File.WriteAllText(folder.File("jwks.json"), (await CliWorld.RunAsync(_live, "receipt", "keys")).Ends(0).Out);

        CliRun genuine = (await CliWorld.RunAsync(_live, "receipt", "verify", receipt)).Ends(0);
        (await CliWorld.RunAsync(_live, "receipt", "verify", forged)).Ends(1);
        CliRun offline = (await CliWorld.RunAsync(_live, "receipt", "verify", receipt, "--jwks", folder.File("jwks.json"))).Ends(2);
        (await CliWorld.RunAsync(_live, "receipt", "verify", receipt, "--jwks", folder.File("jwks.json"), "--ask")).Ends(0);

        Assert.StartsWith("genuine: rec-2 claimed first-kill:dragon", genuine.Out, StringComparison.Ordinal);
        Assert.Equal("", offline.Out);
        Assert.Contains("signed with a secret; only the service can say whether it is genuine, use --ask", offline.Error, StringComparison.Ordinal);
        await using LiveOps.Client.LiveOpsClient client = ClientWorld.ClientOf(_live);
        LiveOps.Client.Receipts.ReceiptVerifier keys = await client.ReceiptKeysAsync();
        Assert.Equal((false, false), (keys.Knows(receipt), keys.TryVerify(receipt, out _)));
    }

    [Fact]
    public async Task A_secret_that_is_made_signs()
    {
        CliRun made = (await CliWorld.RunAsync(_live, "keys", "make-secret")).Ends(0);
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("HMAC_SECRET", made.Out.Trim()));
        Dictionary<string, string> settings = CliWorld.Settings(live);
        settings["LIVEOPS_SECRET"] = made.Out.Trim();

        (await CliWorld.RunAsync(settings, "", "send", "--player", "ada", "--amount", "1")).Ends(0);
    }

    [Fact]
    public async Task Receipts_are_verified_by_kept_keys_by_fetched_ones_and_by_the_service()
    {
        using var folder = new TempFolder();
        await _live.AcceptAsync(_live.Boss("rec-1", "dragon"));
        await _live.EventuallyAsync("progression", "/v1/players/rec-1/rewards", rewards => rewards.GetProperty("rewards").GetArrayLength() > 0);
        await using LiveOps.Client.LiveOpsClient client = ClientWorld.ClientOf(_live);
        string receipt = await client.ClaimAsync("rec-1", "first-kill:dragon");
        CliRun keys = (await CliWorld.RunAsync(_live, "receipts", "keys")).Ends(0);
        File.WriteAllText(folder.File("jwks.json"), keys.Out);
        Dictionary<string, string> nowhere = new() { ["LIVEOPS_GATEWAY"] = $"http://127.0.0.1:{ServerProgram.FreePort()}" };

        CliRun offline = (await CliWorld.RunAsync(nowhere, "", "receipt", "verify", receipt, "--jwks", folder.File("jwks.json"), "--json")).Ends(0);
        (await CliWorld.RunAsync(_live, "receipt", "verify", receipt)).Ends(0);
        CliRun asked = (await CliWorld.RunAsync(CliWorld.Settings(_live), receipt + "\n", "receipt", "verify", "-", "--ask", "--json")).Ends(0);
        string forged = receipt[..^6] + (receipt[^6] == 'A' ? 'B' : 'A') + receipt[^5..];
        CliRun no = (await CliWorld.RunAsync(nowhere, "", "receipt", "verify", forged, "--jwks", folder.File("jwks.json"))).Ends(1);
        (await CliWorld.RunAsync(_live, "receipt", "verify", forged, "--ask")).Ends(1);

        Assert.Equal(offline.Out, asked.Out);
        Assert.Equal(("rec-1", "first-kill:dragon"), (offline.Json.GetProperty("playerId").GetString(), offline.Json.GetProperty("reward").GetString()));
        Assert.StartsWith("not genuine", no.Out, StringComparison.Ordinal);
        (await CliWorld.RunAsync(nowhere, "", "receipt", "verify", receipt, "--patience", "1")).Ends(3);
        (await CliWorld.RunAsync(nowhere, "", "receipt", "verify", receipt, "--jwks", folder.File("none.json"))).Ends(2);
    }

    [Fact]
    public async Task The_doctor_finds_a_whole_system_well_and_changes_nothing()
    {
        JsonElement before = await _live.JsonAsync("leaderboard", "/v1/audit", LiveSystem.OperatorToken);

        CliRun run = (await CliWorld.RunAsync(_live, "doctor", "--json")).Ends(0);

        Assert.Equal(["gateway", "fairness", "leaderboard", "progression", "clock", "signing key", "operator"], run.Json.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("what").GetString()));
        Assert.All(run.Json.GetProperty("findings").EnumerateArray(), one => Assert.Equal("ok", one.GetProperty("state").GetString()));
        Assert.Equal(before.GetRawText(), (await _live.JsonAsync("leaderboard", "/v1/audit", LiveSystem.OperatorToken)).GetRawText());
    }

    [Fact]
    public async Task The_doctor_says_what_to_do_about_each_fault()
    {
        Dictionary<string, string> settings = CliWorld.Settings(_live);
        settings["LIVEOPS_SECRET"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(40));
        settings["LIVEOPS_OPERATOR_TOKEN"] = "not-the-token-of-anybody";
        settings["LIVEOPS_FAIRNESS"] = settings["LIVEOPS_LEADERBOARD"];

        CliRun wrong = (await CliWorld.RunAsync(settings, "", "doctor")).Ends(1);
        settings["LIVEOPS_PROGRESSION"] = $"http://127.0.0.1:{ServerProgram.FreePort()}";
        CliRun away = (await CliWorld.RunAsync(settings, "", "doctor", "--json")).Ends(3);

        Assert.All(["bad-signature", "LIVEOPS_SECRET", "something else answers", "operator-required", "LIVEOPS_OPERATOR_TOKEN"], word => Assert.Contains(word, wrong.Out, StringComparison.Ordinal));
        Assert.Equal("away", away.Json.GetProperty("findings")[3].GetProperty("state").GetString());
    }
}
