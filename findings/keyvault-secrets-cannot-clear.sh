#!/usr/bin/env bash
# Azure.Security.KeyVault.Secrets 4.12.0 (the vault is a local server that keeps one secret, and does as the service's REST reference says of "Update Secret")
#
# Expected: UpdateSecretProperties sends what was set: a secret that got an end by mistake, or that is needed once more, has ExpiresOn set to null (its type is DateTimeOffset?), and Tags, a dictionary to be changed in place,
#           is afterwards what it is here. Where something cannot be sent there is an exception.
# Seen:     null is not sent, and neither is a dictionary that is empty: what the request leaves out the service keeps. The call succeeds, and the secret expires on the day it was to; the same for NotBefore and ContentType
#           (an empty text is sent). One of two tags can be removed, for then the other is sent, and the last one cannot. Only who looks at the properties that the call returns sees it. (Its issue 5267, closed, tells of the dates, in the library before.)
# So:       compare what comes back with what was set; an end is moved far away, a content type is "", a tag stays there with a value that says no; what must be without them is a new version (SetSecret). What reads a secret's
#           end as an alarm does not believe that somebody "has removed it".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="Azure.Security.KeyVault.Secrets" Version="[4.12.0]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

using var key = RSA.Create(2048);
using X509Certificate2 own = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), null);
WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
await using WebApplication vault = builder.Build();
JsonObject secret = JsonNode.Parse("""{"id":"https://v/secrets/a/1","contentType":"text","tags":{"team":"red","stage":"test"},"attributes":{"enabled":true,"nbf":1700000000,"exp":1900000000}}""")!.AsObject();
string sent = "";
vault.Run(async context =>
{
    if (context.Request.Headers.Authorization.Count == 0)
    {
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = "Bearer authorization=\"https://login.microsoftonline.com/t\", resource=\"https://vault.azure.net\"";
        return;
    }

    if (context.Request.Method == "PATCH") // "attributes that are not specified in the request are left unchanged"
    {
        JsonObject change = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        sent = change.ToJsonString();
        foreach ((string name, JsonNode? value) in change["attributes"]?.AsObject() ?? [])
            secret["attributes"]![name] = value?.DeepClone();
        foreach (string name in (string[])["tags", "contentType"])
            secret[name] = change.ContainsKey(name) ? change[name]?.DeepClone() : secret[name]?.DeepClone();
    }

    await context.Response.WriteAsJsonAsync(secret);
});
await vault.StartAsync();

var transport = new HttpClientTransport(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
var client = new SecretClient(new Uri(vault.Urls.First()), new Token(), new SecretClientOptions { DisableChallengeResourceVerification = true, Transport = transport });
SecretProperties properties = (await client.GetSecretAsync("a")).Value.Properties;
properties.Tags.Remove("stage");
Show("one of two tags removed", await client.UpdateSecretPropertiesAsync(properties));
properties.Tags.Clear();
properties.ExpiresOn = properties.NotBefore = null;
properties.ContentType = null;
Show("all of it removed", await client.UpdateSecretPropertiesAsync(properties));
await vault.StopAsync();

void Show(string what, SecretProperties now) => Console.WriteLine($"{what}: sent {sent}; the vault has {string.Join(' ', now.Tags.Keys)}, {now.ContentType}, {now.NotBefore:yyyy} to {now.ExpiresOn:yyyy}");

internal sealed class Token : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext context, CancellationToken token) => new("token", DateTimeOffset.UtcNow.AddHours(1));
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext context, CancellationToken token) => new(GetToken(context, token));
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = 'one of two tags removed: sent {"contentType":"text","attributes":{"enabled":true,"nbf":1700000000,"exp":1900000000},"tags":{"team":"red"}}; the vault has team, text, 2023 to 2030
all of it removed: sent {"attributes":{"enabled":true}}; the vault has team, text, 2023 to 2030' ]
