using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Deploying.Infra;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>What docs/deploy.md says of further secrets, done to an overlay: the class of one service has one more, and all pods mount the next version.</summary>
public sealed class Secrets_are_added_and_rotated
{
    [Fact]
    public async Task By_what_the_page_puts_into_an_installation()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "deploy.md"), TestContext.Current.CancellationToken);
        string lines = Regex.Replace(Regex.Match(page, "```yaml\n( +secretsVersion: v2\n.*?) +```", RegexOptions.Singleline).Groups[1].Value, "^   ", "", RegexOptions.Multiline);
        IReadOnlyList<JsonObject> before = Deploy.Rendered("staging"), after = await RenderedAsync(text => Regex.Replace(text, "^  (secretsVersion|gateway-secrets):.*\n", "", RegexOptions.Multiline) + lines);

        foreach (JsonObject found in before.Where(found => found.Kind() == "SecretProviderClass"))
        {
            JsonObject now = Assert.Single(after, one => one.IsOf("SecretProviderClass", found.Name().Replace("-v1", "-v2", StringComparison.Ordinal)));
            string added = found.Name() == "gateway-secrets-v1" ? "- |\n  objectName: Signing--Keys--default--2\n  objectType: secret\n  objectAlias: Signing__Keys__default__2\n" : "";
            Assert.Equal((string)found.At("spec parameters objects")! + added, (string)now.At("spec parameters objects")!);
        }

        foreach (JsonObject found in after.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob"))
            Assert.Equal(found.Name() + "-secrets-v2", (string)Assert.Single(found.Pod().At("spec volumes").Items(), volume => (string)volume["name"]! == "secrets").At("csi volumeAttributes secretProviderClass")!);
    }

    [Fact]
    public async Task Every_service_can_be_given_some()
    {
        string[] services = [.. Deploy.Base.Where(found => found.Kind() == "Deployment").Select(found => found.Name())];
        string text = string.Concat(services.Select(service => $"  {service}-secrets: |\n    - |\n      objectName: A-{service}\n      objectType: secret\n      objectAlias: A_{service}\n"));

        IReadOnlyList<JsonObject> after = await RenderedAsync(own => Regex.Replace(own, "^  [a-z]+-secrets:.*\n", "", RegexOptions.Multiline) + text);

        Assert.All(services, service => Assert.EndsWith(
            $"- |\n  objectName: A-{service}\n  objectType: secret\n  objectAlias: A_{service}\n", (string)Assert.Single(after, found => found.IsOf("SecretProviderClass", service + "-secrets-v1")).At("spec parameters objects")!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task And_both_templates_let_who_is_named_read_it()
    {
        string bicep = (await Bicep.ModulesAsync())["identities"]["variables"]!["grants"]!.ToString(), terraform = (await Terraform.ModuleAsync("identities")).At("locals 0 grants")!.ToString();

        Assert.Contains("'role', 'Key Vault Secrets User', 'scope', format('vault/secrets/{0}', lambdaVariables('secret'))", bicep, StringComparison.Ordinal);
        Assert.Contains("identity = identity, role = \"Key Vault Secrets User\", scope = \"vault/secrets/${secret}\"", terraform, StringComparison.Ordinal);
        Assert.Equal("${var.installation.secrets}", (string)(await Terraform.ModuleAsync("installation")).At("module identities 0 alsoReads")!);
    }

    // Staging, of an installation.yaml that was changed.
    private static async Task<IReadOnlyList<JsonObject>> RenderedAsync(Func<string, string> change)
    {
        using var folder = new TempFolder();
        Variant.CopyTo(folder);
        string overlay = folder.File("deploy/overlays/staging"), file = Path.Combine(overlay, "installation.yaml");
        await File.WriteAllTextAsync(file, change(await File.ReadAllTextAsync(file)));
        return Deploy.Parsed(await KubernetesTools.SaidAsync(KubernetesTools.KustomizeAsync(overlay)));
    }
}
