using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Receipts;
using LiveOps.Progression.Receipts;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Contract;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Claims;
using LiveOps.Tests.Progression.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LiveOps.Tests.Progression.Receipts;

/// <summary>Receipts by ES256, under a key whose public half is in <c>/.well-known/jwks.json</c>.</summary>
public sealed class Receipts_by_a_published_key
{
    private const string Reward = Rewards_are_claimed_once.Reward;

    private static readonly ReceiptClaims Claims = new("ann", "claim-1", Reward, 1_795_176_000);

    /// <summary>RFC 7515, appendix A.3: the key, and a signature that is not ours.</summary>
    [Fact]
    public void The_key_and_signature_of_RFC_7515_are_read_as_they_are_meant()
    {
        using ECDsa published = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"), Y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0") },
            D = Base64Url.DecodeFromChars("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"),
        });
        CurveReceiptKey key = CurveReceiptKey.Parse(published.ExportPkcs8PrivateKeyPem(), "RECEIPT_KEY");
        byte[] signed = Encoding.ASCII.GetBytes("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
        Assert.True(key.IsSigned(signed, Base64Url.DecodeFromChars("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")));
        Assert.Equal(("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"), (key.X, key.Y));
        Assert.Equal(new JsonWebKey { Kty = "EC", Crv = "P-256", X = key.X, Y = key.Y }.ComputeJwkThumbprint(), Base64Url.DecodeFromChars(key.Id));
    }

    [Theory, Every<ProgressStores>]
    public async Task Libraries_that_are_not_ours_verify_a_claims_receipt_by_the_published_keys(ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind), ("RECEIPT_KEY", Pem()));
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
        string receipt = (await host.ClaimAsync("ann", Reward)).Body.GetProperty("receipt").GetString()!;
        string keys = await host.Client.GetStringAsync("/.well-known/jwks.json", TestContext.Current.CancellationToken);
        string forged = Forged(receipt, keys);

        Assert.Equal($"""["ES256 ann {Reward}","ERR_JWS_SIGNATURE_VERIFICATION_FAILED","ERR_JOSE_ALG_NOT_ALLOWED"]""", await JoseAsync(host, receipt, Damaged(receipt), forged));
        Assert.Equal("ann", await IdentityModelAsync(keys, receipt));
        Assert.Null(await IdentityModelAsync(keys, Damaged(receipt)));
        Assert.Null(await IdentityModelAsync(keys, forged));
        Assert.True((await host.VerifyAsync(receipt)).Body.GetProperty("valid").GetBoolean());
        Assert.Equal("""{"valid":false,"reason":"bad-signature"}""", (await host.VerifyAsync(Damaged(receipt))).Body.GetRawText());
        Assert.Equal("""{"valid":false,"reason":"unsupported-algorithm"}""", (await host.VerifyAsync(forged)).Body.GetRawText());
        Assert.Equal(receipt, (await host.ClaimAsync("ann", Reward)).Body.GetProperty("receipt").GetString());
        Assert.Contains(receipt, (await host.GetAsync("/v1/players/ann/export", ProgressionHost.OperatorToken)).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, Every<ProgressStores>]
    public async Task Receipts_stay_what_they_are_when_a_key_takes_the_place_of_a_secret_and_another_that_of_the_key(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        string first, second, third, firstKey = Pem(), nextKey = Pem();
        await using (ProgressionHost host = await Rewards_are_claimed_once.WithGrantAsync(store))
        {
            await host.PublishAsync(TestEvent.Kill("ben", "dragon"), TestEvent.Kill("cid", "dragon"));
            first = (await host.ClaimAsync("ann", Reward)).Body.GetProperty("receipt").GetString()!;
            Assert.Equal("""{"keys":[]}""", (await host.GetAsync("/.well-known/jwks.json")).Body.GetRawText());
        }

        await using (ProgressionHost host = await ProgressionHost.StartAsync(store, ("RECEIPT_KEY", firstKey), ("Receipts:Keys:0", nextKey)))
            second = (await host.ClaimAsync("ben", Reward)).Body.GetProperty("receipt").GetString()!;

        await using (ProgressionHost host = await ProgressionHost.StartAsync(store, ("RECEIPT_KEY", nextKey), ("Receipts:Keys:0", Public(firstKey))))
        {
            third = (await host.ClaimAsync("cid", Reward)).Body.GetProperty("receipt").GetString()!;
            foreach ((string player, string receipt) in new[] { ("ann", first), ("ben", second), ("cid", third) })
            {
                Assert.Equal(receipt, (await host.ClaimAsync(player, Reward)).Body.GetProperty("receipt").GetString());
                Assert.True((await host.VerifyAsync(receipt)).Body.GetProperty("valid").GetBoolean());
            }

            JsonElement keys = (await host.GetAsync("/.well-known/jwks.json")).Body.GetProperty("keys");
            Assert.Equal([CurveReceiptKey.Parse(nextKey, "").Id, CurveReceiptKey.Parse(firstKey, "").Id], keys.EnumerateArray().Select(key => key.GetProperty("kid").GetString()));
            Assert.Equal($"""["ERR_JOSE_ALG_NOT_ALLOWED","ES256 ben {Reward}","ES256 cid {Reward}"]""", await JoseAsync(host, first, second, third));
        }
    }

    [Fact]
    public void Every_changed_character_is_noticed()
    {
        CurveReceiptKey key = CurveReceiptKey.Parse(Pem(), "RECEIPT_KEY");
        var keys = new ReceiptKeys(key);
        string genuine = Receipt.Write(key.Id, Claims, Receipt.Sign(key, Claims));
        Assert.Equal(Claims, ReceiptVerifier.Verify(genuine, keys).Claims);
        for (int i = 0; i < genuine.Length; i++)
        {
            foreach (char other in "AB_=")
            {
                if (genuine[i] != other)
                    Assert.Null(ReceiptVerifier.Verify(string.Concat(genuine.AsSpan(0, i), [other], genuine.AsSpan(i + 1)), keys).Claims);
            }
        }
    }

    [Theory]
    [InlineData("something else altogether", "RECEIPT_KEY is no key of the curve P-256 in PEM")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "RECEIPT_KEY is no key of the curve P-256 in PEM")]
    [InlineData("RSA", "RECEIPT_KEY is no key of the curve P-256 in PEM")]
    [InlineData("P-384", "RECEIPT_KEY is a key of another curve than P-256")]
    [InlineData("written out", "RECEIPT_KEY is a key of another curve than P-256, or does not name it")]
    [InlineData("written out public", "RECEIPT_KEY is a key of another curve than P-256, or does not name it")]
    [InlineData("secp256k1", "RECEIPT_KEY is a key of another curve than P-256")]
    [InlineData("public", "RECEIPT_KEY has its public half alone")]
    public void What_cannot_sign_stops_the_start_and_is_not_shown(string pem, string message)
    {
        using RSA rsa = RSA.Create(2048);
        using ECDsa wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        pem = pem switch
        {
            "RSA" => rsa.ExportPkcs8PrivateKeyPem(),
            "P-384" => wide.ExportPkcs8PrivateKeyPem(),
            "written out" => WrittenOut().ExportPkcs8PrivateKeyPem(),
            "written out public" => WrittenOut().ExportSubjectPublicKeyInfoPem(),
            "secp256k1" => ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1")).ExportPkcs8PrivateKeyPem(),
            "public" => Public(Pem()),
            _ => pem,
        };
        string told = Assert.Throws<SettingException>(() => ReceiptSettings.Read(Configuration(("RECEIPT_KEY", pem)))).Message;
        Assert.StartsWith(message, told, StringComparison.Ordinal);
        Assert.DoesNotContain(pem, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_read_however_it_came_into_the_environment()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string id = CurveReceiptKey.Parse(key.ExportPkcs8PrivateKeyPem(), "").Id;
        foreach (string pem in new[] { key.ExportECPrivateKeyPem(), key.ExportPkcs8PrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal), key.ExportPkcs8PrivateKeyPem().Replace("\n", "\r\n", StringComparison.Ordinal) + "\n" })
            Assert.Equal(id, ReceiptSettings.Read(Configuration(("RECEIPT_KEY", pem))).Signing.Id);
        SettingException misplaced = Assert.Throws<SettingException>(() => ReceiptSettings.Read(Configuration(("RECEIPT_SECRET", key.ExportPkcs8PrivateKeyPem()))));
        Assert.StartsWith("RECEIPT_SECRET is a key in PEM: set RECEIPT_KEY", misplaced.Message, StringComparison.Ordinal);
    }

    private static string Pem()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    // The curve in numbers in place of its name, as openssl's -param_enc explicit writes it.
    private static ECDsa WrittenOut()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return ECDsa.Create(key.ExportExplicitParameters(includePrivateParameters: true));
    }

    private static string Public(string pem)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();

    private static string Damaged(string receipt) => receipt[..^3] + (receipt[^3] == 'A' ? 'B' : 'A') + receipt[^2..];

    // The oldest trick: HMAC under the public key, as a library would take it that lets a token say its algorithm.
    private static string Forged(string receipt, string keys)
    {
        string header = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(receipt.Split('.')[0])).Replace("ES256", "HS256", StringComparison.Ordinal);
        string signed = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + receipt.Split('.')[1];
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(keys), Encoding.ASCII.GetBytes(signed)));
    }

    private static async Task<string?> IdentityModelAsync(string keys, string receipt)
    {
        TokenValidationResult result = await new JsonWebTokenHandler().ValidateTokenAsync(receipt, new TokenValidationParameters
        {
            ValidIssuer = "liveops",
            ValidateAudience = false,
            RequireExpirationTime = false,
            ValidateLifetime = false,
            IssuerSigningKeys = new JsonWebKeySet(keys).GetSigningKeys(),
        });
        return result.IsValid ? ((JsonWebToken)result.SecurityToken).Subject : null;
    }

    private static async Task<string> JoseAsync(ProgressionHost host, params string[] receipts)
    {
        (int exitCode, string output) = await NodeProgram.RunAsync(NodeProgram.Folder, "receipts.js", new() { ["JWKS"] = new Uri(host.Client.BaseAddress!, "/.well-known/jwks.json").ToString() }, receipts);
        Assert.True(exitCode == 0, output);
        return output.Trim();
    }
}
