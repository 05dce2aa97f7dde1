using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using JWT;
using JWT.Algorithms;
using JWT.Exceptions;
using JWT.Serializers;
using LiveOps.Core.Receipts;
using LiveOps.Progression.Receipts;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Progression.Receipts;

public sealed class Receipts_can_be_verified_by_anyone
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(ProgressionHost.ReceiptSecret);
    private static readonly ReceiptKey Key = new SecretReceiptKey(Secret);
    private static readonly ReceiptKey Older = new SecretReceiptKey(RandomNumberGenerator.GetBytes(32));
    private static readonly ReceiptKeys Keys = new(Key, Older);
    private static readonly ReceiptClaims Claims = new("ann", "claim-1", "first-kill:dragon", 1_795_176_000);
    private static readonly string Genuine = Receipt.Write(Key.Id, Claims, Receipt.Sign(Key, Claims));

    [Fact]
    public void A_jwt_library_that_is_not_ours_verifies_a_receipt()
    {
        IDictionary<string, object> claims = Decoder().DecodeToObject<IDictionary<string, object>>(Genuine, Secret, verify: true);

        Assert.Equal("liveops", claims["iss"]);
        Assert.Equal("ann", claims["sub"]);
        Assert.Equal("claim-1", claims["jti"]);
        Assert.Equal("first-kill:dragon", claims["reward"]);
        Assert.Equal(1_795_176_000L, claims["iat"]);
        Assert.Throws<SignatureVerificationException>(() => Decoder().Decode(Genuine, RandomNumberGenerator.GetBytes(32), verify: true));
    }

    [Fact]
    public void We_verify_what_that_library_signed_as_a_receipt()
    {
        var payload = new Dictionary<string, object> { ["iss"] = "liveops", ["sub"] = "ann", ["jti"] = "claim-1", ["reward"] = "first-kill:dragon", ["iat"] = 1_795_176_000 };
        string theirs = new JwtEncoder(new HMACSHA256Algorithm(), new JsonNetSerializer(), new JwtBase64UrlEncoder())
            .Encode(new Dictionary<string, object> { ["kid"] = Key.Id }, payload, Secret);

        Assert.Equal(Claims, ReceiptVerifier.Verify(theirs, Keys).Claims);
    }

    [Fact]
    public void A_receipt_is_a_compact_jws_with_a_fixed_header()
    {
        string[] parts = Genuine.Split('.');

        Assert.Equal($$"""{"alg":"HS256","kid":"{{Key.Id}}","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal(Claims, ReceiptVerifier.Verify(Genuine, Keys).Claims);
    }

    [Fact]
    public void Every_changed_character_is_noticed()
    {
        for (int i = 0; i < Genuine.Length; i++)
        {
            foreach (char other in "AB_=. é")
            {
                if (Genuine[i] == other)
                    continue;
                string changed = string.Concat(Genuine.AsSpan(0, i), [other], Genuine.AsSpan(i + 1));
                Assert.Null(ReceiptVerifier.Verify(changed, Keys).Claims);
            }
        }
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"KID","typ":"JWT"}""", ReceiptVerdict.UnsupportedAlgorithm)]
    [InlineData("""{"alg":"None","kid":"KID"}""", ReceiptVerdict.UnsupportedAlgorithm)]
    [InlineData("""{"alg":"HS512","kid":"KID"}""", ReceiptVerdict.UnsupportedAlgorithm)]
    [InlineData("""{"alg":"RS256","kid":"KID"}""", ReceiptVerdict.UnsupportedAlgorithm)]
    [InlineData("""{"alg":"ES256","kid":"KID"}""", ReceiptVerdict.UnsupportedAlgorithm)]
    [InlineData("""{"kid":"KID"}""", ReceiptVerdict.UnsupportedAlgorithm)]
    [InlineData("""{"alg":"HS256"}""", ReceiptVerdict.UnknownKey)]
    [InlineData("""{"alg":"HS256","kid":"AAAAAAAAAAA"}""", ReceiptVerdict.UnknownKey)]
    [InlineData("""{"alg":"HS256","kid":"KID","crit":["b64"],"b64":false}""", ReceiptVerdict.Malformed)]
    [InlineData("""{"alg":"HS256","kid":"KID","jwk":{"kty":"oct","k":"AA"}}""", ReceiptVerdict.Malformed)]
    [InlineData("""{"alg":"HS256","alg":"HS256","kid":"KID"}""", ReceiptVerdict.Malformed)]
    [InlineData("""{"alg":"HS256","kid":"KID","typ":"at+jwt"}""", ReceiptVerdict.Malformed)]
    [InlineData("""["HS256"]""", ReceiptVerdict.Malformed)]
    [InlineData("{", ReceiptVerdict.Malformed)]
    public void Other_headers_are_refused_even_when_signed_with_our_key(string header, string reason)
    {
        string signed = Encode(header.Replace("KID", Key.Id, StringComparison.Ordinal)) + "." + Genuine.Split('.')[1];

        Assert.Equal(new ReceiptVerdict(null, reason), ReceiptVerifier.Verify(signed + "." + Mac(signed), Keys));
        Assert.Null(ReceiptVerifier.Verify(signed + ".", Keys).Claims);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b.c")]
    [InlineData("receipt")]
    public void What_is_no_receipt_is_malformed(string text) => Assert.Equal(ReceiptVerdict.Malformed, ReceiptVerifier.Verify(text, Keys).Reason);

    [Fact]
    public void What_is_too_long_is_not_looked_at() =>
        Assert.Equal(ReceiptVerdict.Malformed, ReceiptVerifier.Verify(Genuine + new string('A', ReceiptVerifier.MaxLength), Keys).Reason);

    [Fact]
    public void The_longest_receipt_is_within_the_limit()
    {
        var longest = new ReceiptClaims(new string('p', 64), new string('c', 22), new string('r', 128), long.MaxValue);

        string receipt = Receipt.Write(Key.Id, longest, Receipt.Sign(Key, longest));

        Assert.Equal(longest, ReceiptVerifier.Verify(receipt, Keys).Claims);
    }

    [Fact]
    public void Receipts_of_an_older_secret_verify_until_it_is_gone()
    {
        string old = Receipt.Write(Older.Id, Claims, Receipt.Sign(Older, Claims));

        Assert.Equal(Claims, ReceiptVerifier.Verify(old, Keys).Claims);
        Assert.Equal(ReceiptVerdict.UnknownKey, ReceiptVerifier.Verify(old, new ReceiptKeys(Key)).Reason);
    }

    [Fact]
    public void A_receipt_under_one_keys_id_signed_with_another_is_refused() =>
        Assert.Equal(ReceiptVerdict.BadSignature, ReceiptVerifier.Verify(Receipt.Write(Older.Id, Claims, Receipt.Sign(Key, Claims)), Keys).Reason);

    [Theory]
    [InlineData(null, "RECEIPT_SECRET is not set")]
    [InlineData("short", "RECEIPT_SECRET is too short")]
    [InlineData("whsec_????", "RECEIPT_SECRET starts with whsec_")]
    public void A_missing_or_weak_secret_stops_the_start(string? secret, string message)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("RECEIPT_SECRET", secret)]).Build();

        Assert.StartsWith(message, Assert.Throws<SettingException>(() => ReceiptSettings.Read(configuration)).Message, StringComparison.Ordinal);
    }

    private static JwtDecoder Decoder()
    {
        var json = new JsonNetSerializer();
        return new JwtDecoder(json, new JwtValidator(json, new UtcDateTimeProvider()), new JwtBase64UrlEncoder(), new HMACSHA256Algorithm());
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string Mac(string signed) => Base64Url.EncodeToString(HMACSHA256.HashData(Secret, Encoding.ASCII.GetBytes(signed)));
}
