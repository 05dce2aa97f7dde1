#!/usr/bin/env bash
# Npgsql 9.0.3
#
# Expected: OpenAsync(token) that its caller cancels ends then, with an OperationCanceledException, however far it has come.
# Seen:     while the server's first words are waited for (whether it encrypts, whether it takes up the session) the token is not looked at: it ends with the
#           connection string's Timeout, with an NpgsqlException over a TimeoutException. During the TLS handshake it ends at once, but with an NpgsqlException,
#           "Exception while performing SSL handshake", over an OperationCanceledException: who stops while a connection is opened is told that the
#           database failed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql" Version="[9.0.3]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net;
using System.Net.Sockets;
using Npgsql;

// A server that says so much and no more: nothing; that it encrypts; that it does not.
foreach ((string what, string? word, string mode) in new[] { ("a word on encryption", null, "Require"), ("the handshake", "S", "Require"), ("the session", "N", "Prefer") })
{
    var server = new TcpListener(IPAddress.Loopback, 0);
    server.Start();
    Task<TcpClient> accepting = server.AcceptTcpClientAsync();
    using var cancel = new CancellationTokenSource();
    await using NpgsqlDataSource source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={((IPEndPoint)server.LocalEndpoint).Port};Username=postgres;Database=postgres;SSL Mode={mode};Timeout=3");
    Task<NpgsqlConnection> opening = source.OpenConnectionAsync(cancel.Token).AsTask();
    using TcpClient client = await accepting;
    byte[] asked = new byte[1024];
    await client.GetStream().ReadAtLeastAsync(asked, 8);
    if (word is not null)
    {
        await client.GetStream().WriteAsync(new[] { (byte)word[0] });
        await client.GetStream().ReadAtLeastAsync(asked, 1); // what comes next is on its way, and is never answered
    }

    await cancel.CancelAsync();
    try
    {
        await opening;
    }
    catch (Exception e)
    {
        Console.WriteLine($"cancelled while waiting for {what}: {e.GetType().Name}{(e.InnerException is OperationCanceledException ? " over a cancellation" : e.InnerException is TimeoutException ? " over a time-out" : "")}");
    }
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "cancelled while waiting for a word on encryption: NpgsqlException over a time-out
cancelled while waiting for the handshake: NpgsqlException over a cancellation
cancelled while waiting for the session: NpgsqlException over a time-out" ]
