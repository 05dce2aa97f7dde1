using Azure.Security.KeyVault.Secrets;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace LiveOps.Tests.ServiceDefaults.Secrets;

public sealed class Secrets_from_Key_Vault
{
    [Fact]
    public async Task The_real_client_reads_all_enabled_secrets_through_challenge_token_pages_and_throttling()
    {
        await using VaultDouble vault = await VaultDouble.StartAsync();
        vault.Set("HMAC-SECRET", "one");
        vault.Set("Signing--Keys--game-1--0", "two");
        vault.Set("ConnectionStrings--redis", "three");
        vault.Set("OLD-SECRET", "four", enabled: false);
        vault.Set("RECEIPT-SECRET", "five");
        vault.Throttled["list 1"] = true;
        vault.Throttled["get RECEIPT-SECRET"] = true;
        using var store = new ConfigurationManager();

        VaultSecrets.Read(vault.Address, store, TimeProvider.System, vault.Credential, vault.Configure);

        Assert.Equal("one", store["HMAC_SECRET"]);
        Assert.Equal("two", store["Signing:Keys:game-1:0"]);
        Assert.Equal("three", store.GetConnectionString("redis"));
        Assert.Null(store["OLD_SECRET"]);
        Assert.Equal("five", store["RECEIPT_SECRET"]);
        Assert.Equal(["401 list 0", "token https://vault.azure.net/.default", "list 0", "429 list 1", "list 1", "list 2"], vault.Requests.Take(6));
        Assert.Contains("429 get RECEIPT-SECRET", vault.Requests);
        Assert.Contains("get RECEIPT-SECRET", vault.Requests);
        Assert.DoesNotContain("get OLD-SECRET", vault.Requests);
    }

    [Fact]
    public async Task A_vault_that_refuses_stops_the_start_and_says_so_without_its_words()
    {
        await using VaultDouble vault = await VaultDouble.StartAsync();
        vault.Forbidden = true;
        using var store = new ConfigurationManager();

        var refused = Assert.Throws<SettingException>(() => VaultSecrets.Read(vault.Address, store, TimeProvider.System, vault.Credential, vault.Configure));

        Assert.Equal("KEYVAULT_URI: the secrets of 127.0.0.1 cannot be read: it answered 403 Forbidden.", refused.Message);
    }

    [Fact]
    public async Task Only_a_changed_secret_is_read_again_and_the_configuration_reloads()
    {
        await using VaultDouble vault = await VaultDouble.StartAsync();
        vault.Set("A", "one");
        vault.Set("B", "same");
        var options = new SecretClientOptions();
        vault.Configure(options);
        using var configuration = new ConfigurationManager();
        var clock = new ManualClock();
        ((IConfigurationBuilder)configuration).Add(new KeyVaultSource(new SecretClient(vault.Address, vault.Credential, options), VaultSecrets.Interval, clock));
        var reloaded = new TaskCompletionSource();
        using IDisposable watch = ChangeToken.OnChange(((IConfiguration)configuration).GetReloadToken, () => reloaded.TrySetResult());

        vault.Set("A", "two", updated: 2);
        clock.Advance(VaultSecrets.Interval);
        await reloaded.Task.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);

        Assert.Equal("two", configuration["A"]);
        Assert.Single(vault.Requests, request => request == "get B");
    }

    [Theory]
    [InlineData("http://vault")]
    [InlineData("vault")]
    public void Only_an_https_address_is_a_vault(string address)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("KEYVAULT_URI", (string?)address)]).Build();

        Assert.StartsWith("KEYVAULT_URI", Assert.Throws<SettingException>(() => VaultSecrets.Address(configuration)).Message);
    }
}
