using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.Core.Signing;

/// <summary>Keys that are derived for one player's client.</summary>
public sealed class Keys_of_players
{
    private const long Now = 1_789_000_000, Later = 1_790_000_000;

    private static readonly byte[] Game = Encoding.ASCII.GetBytes("a test's own secret, 32 bytes or more"), Former = Encoding.ASCII.GetBytes("the game's former secret, still good!");

    private readonly ManualClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(Now));
    private readonly Epochs _epochs = new();
    private KeyRing _ring = new([new(KeyRing.DefaultKey, [Game, Former]), new("eu", [Game])]);
    private readonly RequestVerifier _verifier;

    public Keys_of_players() => _verifier = new RequestVerifier(() => _ring, _clock, _epochs);

    /// <summary>RFC 5869, appendix A, test cases 1 to 3.</summary>
    [Theory]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")]
    [InlineData(
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
        "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
        "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87")]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")]
    public void Rfc_5869_vectors_hold(string secret, string salt, string info, string derived)
    {
        byte[] output = new byte[derived.Length / 2];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromHexString(secret), output, Convert.FromHexString(salt), Convert.FromHexString(info));
        Assert.Equal(derived, Convert.ToHexStringLower(output));
    }

    /// <summary>Computed by Node's <c>crypto.hkdfSync</c>.</summary>
    [Theory]
    [InlineData("p.ada.1790000000", 0, "1fdff97f947bb0e6ef0b6734c0ab7bb01a8ea778fd12071b6480d93b67feed9c")]
    [InlineData("p.ada.1790000000", 1700000000000, "b697f0bb7d1b0ea0a3cd5fe62672351b9f3d2ba117b62b7798be5ada1a53ce65")]
    [InlineData("p.a.b.1790000000~eu", 0, "f70aad41111545f1c493bee4f94bdf21da4fd818b4e67b482be220a9244a7488")]
    public void A_secret_is_what_any_library_derives(string name, long epoch, string secret) =>
        Assert.Equal(secret, Convert.ToHexStringLower(PlayerKey.Derive(Game, name, epoch)));

    [Theory]
    [InlineData("ada", 1790000000, "default", "p.ada.1790000000")]
    [InlineData("a.b", 1790000000, "default", "p.a.b.1790000000")]
    [InlineData("p.x.1", 1790000000, "eu", "p.p.x.1.1790000000~eu")]
    [InlineData("1790000000", 7, "eu.1", "p.1790000000.7~eu.1")]
    public void A_name_is_read_as_it_is_written(string player, long expiry, string gameKey, string name)
    {
        Assert.Equal(name, new PlayerKey(player, expiry, gameKey).Name);
        Assert.True(PlayerKey.TryParse(name, out PlayerKey key));
        Assert.Equal(new PlayerKey(player, expiry, gameKey), key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("p")]
    [InlineData("p.")]
    [InlineData("p.ada")]
    [InlineData("p..1790000000")]
    [InlineData("p.ada.")]
    [InlineData("p.ada.-1")]
    [InlineData("p.ada.+1790000000")]
    [InlineData("p.ada.01790000000")]
    [InlineData("p.ada.0")]
    [InlineData("p.ada.1790000000 ")]
    [InlineData("p.ada.1790000000000000000000")]
    [InlineData("p.ada.1790000000~")]
    [InlineData("p.ada.1790000000~default")]
    [InlineData("p.ada.1790000000~eu~eu")]
    [InlineData("p.a/b.1790000000")]
    [InlineData("p....1790000000")]
    [InlineData("P.ada.1790000000")]
    [InlineData("x.ada.1790000000")]
    public void What_is_no_name_is_an_unknown_key(string name)
    {
        Assert.False(PlayerKey.TryParse(name, out _));
        Assert.Equal(SignatureOutcome.UnknownKey, Verify(name, Game).Outcome);
    }

    [Fact]
    public void A_signature_of_a_players_key_speaks_for_that_player_whatever_secret_of_the_game_it_is_of()
    {
        foreach (byte[] secret in new[] { Game, Former })
        {
            VerifiedRequest request = Verify("p.ada.1790000000", PlayerKey.Derive(secret, "p.ada.1790000000", 0));
            Assert.Equal(SignatureOutcome.Valid, request.Outcome);
            Assert.Equal("ada", request.Signer.PlayerId);
            Assert.True(request.Signer.MaySpeakFor("ada"));
            Assert.False(request.Signer.MaySpeakFor("bob"));
        }

        Assert.Null(Verify(KeyRing.DefaultKey, Game).Signer.PlayerId);
        Assert.Equal(SignatureOutcome.Valid, Verify("p.ada.1790000000~eu", PlayerKey.Derive(Game, "p.ada.1790000000~eu", 0)).Outcome);
    }

    [Fact]
    public void Nobody_makes_another_key_of_one_they_have()
    {
        byte[] secret = PlayerKey.Derive(Game, "p.ada.1790000000", 0);
        foreach (string other in new[] { "p.bob.1790000000", "p.ada.1790000001", "p.ada.1790000000~eu", KeyRing.DefaultKey })
            Assert.Equal(SignatureOutcome.Bad, Verify(other, secret).Outcome);
        Assert.Equal(SignatureOutcome.Bad, Verify("p.ada.1790000000", Game).Outcome);
        Assert.Equal(SignatureOutcome.Bad, Verify("p.ada.1790000000", PlayerKey.Derive(secret, "p.ada.1790000000", 0)).Outcome);
    }

    [Fact]
    public void A_key_holds_until_it_expires_and_one_that_nobody_can_have_made_is_unknown()
    {
        byte[] secret = PlayerKey.Derive(Game, "p.ada.1790000000", 0);
        _clock.UtcNow = DateTimeOffset.FromUnixTimeSeconds(Later - 1);
        Assert.Equal(SignatureOutcome.Valid, Verify("p.ada.1790000000", secret).Outcome);
        _clock.UtcNow = DateTimeOffset.FromUnixTimeSeconds(Later);
        Assert.Equal(SignatureOutcome.ExpiredKey, Verify("p.ada.1790000000", secret).Outcome);
        string far = new PlayerKey("ada", Later + (370 * 86400), KeyRing.DefaultKey).Name;
        Assert.Equal(SignatureOutcome.UnknownKey, Verify(far, PlayerKey.Derive(Game, far, 0)).Outcome);
        Assert.Equal(SignatureOutcome.UnknownKey, Verify("p.ada.1790000009~us", PlayerKey.Derive(Game, "p.ada.1790000009~us", 0)).Outcome);
        Assert.Equal(SignatureOutcome.UnknownKey, Verify(new RequestVerifier(() => _ring, _clock), Signed("p.ada.1790000009", secret)).Outcome);
    }

    [Fact]
    public void A_key_that_was_seen_before_ends_with_its_epoch_and_with_the_games_secret()
    {
        byte[] secret = PlayerKey.Derive(Game, "p.ada.1790000000", 0);
        Assert.Equal(SignatureOutcome.Valid, Verify("p.ada.1790000000", secret).Outcome);
        _epochs.Epoch = 5;
        Assert.Equal(SignatureOutcome.Bad, Verify("p.ada.1790000000", secret).Outcome);
        Assert.Equal(SignatureOutcome.Valid, Verify("p.ada.1790000000", PlayerKey.Derive(Game, "p.ada.1790000000", 5)).Outcome);
        _ring = new KeyRing([new(KeyRing.DefaultKey, [Former])]);
        Assert.Equal(SignatureOutcome.Bad, Verify("p.ada.1790000000", PlayerKey.Derive(Game, "p.ada.1790000000", 5)).Outcome);
    }

    [Fact]
    public async Task While_an_epoch_cannot_be_had_no_key_of_a_player_holds()
    {
        _epochs.Lost = new InvalidOperationException("away");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _verifier.VerifyAsync(Signed("p.ada.1790000000", PlayerKey.Derive(Game, "p.ada.1790000000", 0)), "{}"u8.ToArray()));
        Assert.Equal(SignatureOutcome.Valid, Verify(KeyRing.DefaultKey, Game).Outcome);
    }

    [Fact]
    public void The_keys_seen_lately_are_bounded_and_those_in_use_stay()
    {
        var cache = new PlayerKeyCache();
        PlayerSecrets secrets = new(new PlayerKey("ada", Later, KeyRing.DefaultKey), "", 0, _ring, []);
        cache.Keep("ada", secrets);
        for (int i = 0; i < 5 * PlayerKeyCache.Most; i++)
        {
            cache.Keep($"p{i}", secrets);
            if (i % 1000 == 0)
                Assert.Same(secrets, cache.Find("ada"));
        }

        Assert.InRange(cache.Count, PlayerKeyCache.Most, 2 * PlayerKeyCache.Most + 1);
        Assert.Null(cache.Find("p0"));
    }

    private VerifiedRequest Verify(string key, byte[] secret) => Verify(_verifier, Signed(key, secret));

    // At once: no epoch is waited for.
    private static VerifiedRequest Verify(RequestVerifier verifier, HeaderDictionary headers) => verifier.VerifyAsync(headers, "{}"u8.ToArray()).AsTask().GetAwaiter().GetResult();

    private HeaderDictionary Signed(string key, byte[] secret)
    {
        long now = _clock.UtcNow.ToUnixTimeSeconds();
        return new HeaderDictionary
        {
            [StandardWebhooks.IdHeader] = "m-1",
            [StandardWebhooks.TimestampHeader] = $"{now}",
            [StandardWebhooks.SignatureHeader] = StandardWebhooks.Sign(secret, "m-1", now, "{}"u8),
            [KeyRing.KeyHeader] = key,
        };
    }

    private sealed class Epochs : IPlayerEpochs
    {
        public long Epoch { get; set; }

        public Exception? Lost { get; set; }

        public ValueTask<long> OfAsync(string playerId) => Lost is null ? new(Epoch) : ValueTask.FromException<long>(Lost);

        public ValueTask<long> NewestAsync(string playerId) => OfAsync(playerId);
    }
}
