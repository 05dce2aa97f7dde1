using LiveOps.Gateway.Webhooks.Deliveries;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Gateway.Webhooks;

public sealed class Keys_that_seal_secrets
{
    private const string Signing = "a-signing-secret-for-tests-of-32-bytes", Other = "another-signing-secret-of-32-bytes-or-so", Key = "a-key-of-webhooks-for-tests-of-32-bytes";

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];

    [Theory]
    [InlineData("WEBHOOK_SECRET_KEY")]
    [InlineData("HMAC_SECRET")]
    public void The_key_seals_or_else_the_signing_secret_and_one_of_before_only_opens(string seals)
    {
        SecretBox box = Box((seals, Key), ("WEBHOOK_SECRET_KEY_BEFORE", Other)), before = Box(("WEBHOOK_SECRET_KEY", Other));
        Assert.Equal(Secret, Box((seals, Key)).Open(box.Seal(Secret)));
        Assert.Null(before.Open(box.Seal(Secret)));
        Assert.Equal(Secret, box.Open(before.Seal(Secret)));
    }

    [Fact]
    public void A_signing_secret_that_rotates_still_opens_and_stays_the_key_where_it_is_named_as_such()
    {
        byte[] kept = Box(("HMAC_SECRET", Signing)).Seal(Secret);
        Assert.Equal(Secret, Box(("HMAC_SECRET", Other), ("Signing:Keys:default:1", Signing)).Open(kept));
        Assert.Equal(Secret, Box(("HMAC_SECRET", Other), ("WEBHOOK_SECRET_KEY", Signing)).Open(kept));
        Assert.Null(Box(("HMAC_SECRET", Other), ("Signing:Keys:mobile:1", Signing)).Open(kept));

        SecretBox keyless = Box(("Signing:Keys:default:1", Signing));
        Assert.Equal(Secret, keyless.Open(kept));
        Assert.False(keyless.Seals);
        Assert.Equal(Secret, keyless.Seal(Secret));
    }

    private static SecretBox Box(params (string Name, string Value)[] settings) =>
        SecretBox.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
}
