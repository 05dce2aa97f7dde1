using System.Text;
using LiveOps.Core.Signing;

namespace LiveOps.Tests.Core.Signing;

public sealed class Standard_Webhooks
{
    /// <summary>RFC 4231, test cases 1 to 4, 6 and 7: our HMAC is the platform's, fed as id.timestamp.body.</summary>
    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd", "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
    [InlineData("0102030405060708090a0b0c0d0e0f10111213141516171819", "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd", "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    public void Rfc_4231_vectors_hold(string key, string data, string mac)
    {
        byte[] computed = System.Security.Cryptography.HMACSHA256.HashData(Convert.FromHexString(key), Convert.FromHexString(data));
        Assert.Equal(mac, Convert.ToHexStringLower(computed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2000)]
    [InlineData(2100)]
    [InlineData(1 << 20)]
    public void The_mac_is_that_of_id_timestamp_body_for_bodies_of_any_size(int size)
    {
        byte[] key = Encoding.ASCII.GetBytes(new string('k', 40)), body = new byte[size];
        new Random(size).NextBytes(body);
        byte[] mac = new byte[32];
        new SigningKey(key).Compute("msg_1", "1614265330", body, mac);
        byte[] whole = [.. "msg_1.1614265330."u8, .. body];
        Assert.Equal(System.Security.Cryptography.HMACSHA256.HashData(key, whole), mac);
    }

    [Fact]
    public void The_published_vector_holds()
    {
        byte[] key = SigningSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "HMAC_SECRET");
        string signature = StandardWebhooks.Sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Theory]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", true)]
    [InlineData("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", true)]
    [InlineData("v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", true)]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false)]
    [InlineData("v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE", false)]
    [InlineData("v1,ééééééééééééééééééééééééééééééééééééééééééé=", false)]
    [InlineData(" ", false)]
    public void A_header_matches_when_any_of_its_v1_signatures_does(string header, bool matches)
    {
        byte[] mac = new byte[32];
        new SigningKey(SigningSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "s")).Compute("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}"u8, mac);
        Assert.Equal(matches, StandardWebhooks.Matches(header, mac));
    }

    [Theory]
    [InlineData("a-tiny-one")]
    [InlineData("whsec_AAAA")]
    [InlineData("v1=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("v1,v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("HMAC_SECRET=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("\u201Cwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\u201D")]
    [InlineData("\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("\uFEFFwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("\u200Bwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec-MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAA")]
    [InlineData("\"a raw secret of more than thirty-two bytes")]
    [InlineData("a raw secret of more than thirty-two bytes\u200B")]
    [InlineData("whsec_not base64!")]
    public void A_weak_or_broken_secret_is_refused_by_name_and_not_shown(string secret)
    {
        var e = Assert.Throws<FormatException>(() => SigningSecret.Parse(secret, "HMAC_SECRET"));
        Assert.Contains("HMAC_SECRET", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("v1, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("v1,\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"")]
    [InlineData("\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"")]
    [InlineData("'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'")]
    [InlineData(" \t whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\r\n")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_secret_as_people_paste_it_is_the_secret_that_is_meant(string pasted) =>
        Assert.Equal(SigningSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "HMAC_SECRET"), SigningSecret.Parse(pasted, "HMAC_SECRET"));

    [Fact]
    public void A_secret_without_its_padding_is_the_same_as_with_it() =>
        Assert.Equal(SigningSecret.Parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBk=", "HMAC_SECRET"), SigningSecret.Parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBk", "HMAC_SECRET"));

    [Theory]
    [InlineData(" raw text that is long enough to be a secret")]
    [InlineData("raw text that is long enough to be a secret\n")]
    [InlineData("\"raw text that is long enough to be a secret\"")]
    public void Raw_text_of_which_two_keys_could_be_made_is_refused(string secret)
    {
        var e = Assert.Throws<FormatException>(() => SigningSecret.Parse(secret, "HMAC_SECRET"));
        Assert.StartsWith("HMAC_SECRET has blanks or quotation marks around it", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("raw text that", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_made_is_one_that_every_library_reads()
    {
        string made = SigningSecret.Make();
        Assert.StartsWith("whsec_", made, StringComparison.Ordinal);
        Assert.Equal(32, SigningSecret.Parse(made, "HMAC_SECRET").Length);
        Assert.NotEqual(made, SigningSecret.Make());
    }
}
