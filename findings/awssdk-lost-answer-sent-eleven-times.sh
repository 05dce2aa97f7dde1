#!/usr/bin/env bash
# AWSSDK.SQS 4.0.100.25 with AWSSDK.Core 4.0.102.19 (the service is a socket that takes the request and closes)
#
# Expected: MaxErrorRetry says "how many retry HTTP requests an SDK should make for a single SDK operation invocation before giving up": with 0 a message is sent once, and a caller whose answer is lost decides by itself
#           whether to send it again. MaxStaleConnectionRetries (10; its interface says 3) is beside that, for "when the HTTP client reuses a pooled connection that the server has closed".
# Seen:     each connection that ends before its answer counts as such a stale one: also one that was opened for this very request, which the service read to its end and worked on for a while. SendMessage with
#           MaxErrorRetry = 0 reaches the service 11 times, without a pause between, and with 2 retries 13 times; where the answer is lost some times and comes then, the caller sees one success and the queue has each of
#           them. (HttpClient alone sends it once.)
# So:       MaxStaleConnectionRetries = 0 where MaxErrorRetry = 0 was meant; otherwise messages of a standard queue have an id of their own by which their reader drops the second, and so on to the eleventh.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="AWSSDK.SQS" Version="[4.0.100.25]" /><PackageReference Include="AWSSDK.Core" Version="[4.0.102.19]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.SQS;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
string address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
int taken = 0, answersFrom = int.MaxValue;
_ = Task.Run(ServeAsync);

await TellAsync("no retries, no answer", config => config.MaxErrorRetry = 0);
await TellAsync("two retries, no answer", config => config.MaxErrorRetry = 2);
await TellAsync("no retries of either kind, no answer", config => config.MaxErrorRetry = config.MaxStaleConnectionRetries = 0);
answersFrom = 4;
await TellAsync("no retries, three answers lost", config => config.MaxErrorRetry = 0);

async Task TellAsync(string what, Action<AmazonSQSConfig> configure)
{
    var config = new AmazonSQSConfig { ServiceURL = address, AuthenticationRegion = "eu-west-1" };
    configure(config);
    taken = 0;
    using var client = new AmazonSQSClient(new BasicAWSCredentials("any", "any"), config);
    string outcome = "sent";
    try
    {
        await client.SendMessageAsync(address + "/queue", "x");
    }
    catch (IOException e)
    {
        outcome = e.GetType().Name;
    }

    Console.WriteLine($"{what}: {outcome}, the service took it {taken} times");
}

async Task ServeAsync()
{
    while (true)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(); // one request a connection: none is used again
        NetworkStream stream = client.GetStream();
        byte[] buffer = new byte[65536];
        string request = "";
        while (!request.EndsWith('}')) // the end of its JSON
            request += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
        taken += Regex.Matches(request, "\"MessageBody\":\"x\"").Count;
        await Task.Delay(50); // works on it
        if (taken < answersFrom)
            continue;
        const string Answer = """{"MessageId":"1","MD5OfMessageBody":"9dd4e461268c8034f5c8564e155c67a6"}""";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nConnection: close\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}"));
    }
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "no retries, no answer: HttpIOException, the service took it 11 times
two retries, no answer: HttpIOException, the service took it 13 times
no retries of either kind, no answer: HttpIOException, the service took it 1 times
no retries, three answers lost: sent, the service took it 4 times" ]
