#!/usr/bin/env bash
# Microsoft.IdentityModel.JsonWebTokens 8.23.0
#
# Expected: a token verifies by an ECDsa that was read from the key, used and disposed; the next token by another ECDsa of the same key: each
#           call has an object of its own that is alive.
# Seen:     every second genuine token is invalid, and the reason given is the signature (IDX10511), not the object. Signing throws
#           ObjectDisposedException from the second time on. The library keeps what it made of the first object, by the key's thumbprint, and
#           uses it for whoever comes with the same key; a verification that failed is forgotten, so the next one is right again.
# So:       keys live as long as the process (or as the factory of one's own that is set in the key), or
#           CryptoProviderFactory.CacheSignatureProviders is false on them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.IdentityModel.JsonWebTokens" Version="[8.23.0]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using ECDsa made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
ECParameters key = made.ExportParameters(true);
string token = Sign(keeps: false);
foreach (bool keeps in new[] { false, true })
{
    Sign(keeps);
    string again = "signed";
    try { Sign(keeps); } catch (ObjectDisposedException e) { again = e.GetType().Name; }
    Console.WriteLine($"cache {keeps}, signed again: {again}");
    for (int n = 1; n <= 4; n++)
        Console.WriteLine($"cache {keeps}, verified {n}: {await VerifyAsync(keeps)}");
}

ECDsaSecurityKey KeyOf(ECDsa ecdsa, bool keeps)
{
    var of = new ECDsaSecurityKey(ecdsa) { KeyId = "k1" };
    if (!keeps)
        of.CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false };
    return of;
}

string Sign(bool keeps)
{
    using ECDsa ecdsa = ECDsa.Create(key);
    return new JsonWebTokenHandler().CreateToken("""{"sub":"ada"}""", new SigningCredentials(KeyOf(ecdsa, keeps), SecurityAlgorithms.EcdsaSha256));
}

async Task<string> VerifyAsync(bool keeps)
{
    using ECDsa ecdsa = ECDsa.Create(key);
    var asked = new TokenValidationParameters { IssuerSigningKey = KeyOf(ecdsa, keeps), ValidateAudience = false, ValidateIssuer = false, ValidateLifetime = false };
    TokenValidationResult result = await new JsonWebTokenHandler().ValidateTokenAsync(token, asked);
    return result.IsValid ? "valid" : result.Exception.Message.Split(' ')[0];
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 10)
echo "$seen"
[ "$(grep 'cache False' <<<"$seen" | cut -d: -f2 | sort -u | paste -sd ' ')" = " signed  valid" ]
[ "$(grep 'cache True' <<<"$seen")" = "cache True, signed again: ObjectDisposedException
cache True, verified 1: valid
cache True, verified 2: IDX10511:
cache True, verified 3: valid
cache True, verified 4: IDX10511:" ]
