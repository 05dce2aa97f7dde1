#!/usr/bin/env bash
# Azure.Messaging.ServiceBus 7.21.0, ServiceBusProcessor (the service is played by AMQPNetLite 2.5.5)
#
# Expected: a service that closes the link of a processor with an error (the entity was disabled, the token has ended, too many receivers, it is busy) is told to ProcessErrorAsync, "the handler responsible for processing
#           unhandled exceptions thrown while this processor is running", and the next try is made after the pause of the RetryOptions, as it is where the link is refused at once.
# Seen:     ProcessErrorAsync hears nothing, and the processor opens the next link at once, hundreds or thousands of times a second for as long as that lasts. A receiver answers "no messages" at once, whatever time it was told to wait and whatever the error was, as if the queue were empty.
# So:       who watches a processor watches that messages arrive, not that no error does; who loops over ReceiveMessagesAsync takes an empty answer that came long before its time for a closed link, and pauses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Azure.Messaging.ServiceBus" Version="[7.21.0]" /><PackageReference Include="AMQPNetLite" Version="[2.5.5]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;
using Azure.Messaging.ServiceBus;

using var free = new TcpListener(IPAddress.Loopback, 0);
free.Start();
int port = ((IPEndPoint)free.LocalEndpoint).Port;
free.Stop();
var service = new Service();
var host = new ContainerHost(new Address($"amqp://127.0.0.1:{port}"));
host.RegisterLinkProcessor(service);
host.Listeners[0].SASL.EnableMechanism("MSSBCBS", SaslProfile.Anonymous);
host.Open();

var retries = new ServiceBusRetryOptions { Mode = ServiceBusRetryMode.Fixed, MaxRetries = 3, Delay = TimeSpan.FromSeconds(1) };
await using var client = new ServiceBusClient($"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=a;SharedAccessKey=YQ==;UseDevelopmentEmulator=true", new ServiceBusClientOptions { RetryOptions = retries });
int errors = 0;
await using (ServiceBusProcessor processor = client.CreateProcessor("queue"))
{
    processor.ProcessMessageAsync += _ => Task.CompletedTask;
    processor.ProcessErrorAsync += _ => Task.FromResult(Interlocked.Increment(ref errors));
    await processor.StartProcessingAsync();
    await Task.Delay(2000);
    Console.WriteLine($"the link is closed with an error, for 2 s: {errors} errors, {(service.Links > 50 ? "more than 50" : service.Links)} links");
}

await using ServiceBusReceiver receiver = client.CreateReceiver("queue");
var clock = Stopwatch.StartNew();
IReadOnlyList<ServiceBusReceivedMessage> messages = await receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(10));
Console.WriteLine($"a receiver that waits 10 s for messages: {messages.Count} after {(clock.Elapsed < TimeSpan.FromSeconds(5) ? "less than 5" : "more than 5")} s, no error");
await client.DisposeAsync();
host.Close();

internal sealed class Service : ILinkProcessor
{
    private static ListenerLink? s_answers;

    public int Links { get; private set; }

    public void Process(AttachContext context)
    {
        bool ofTokens = (context.Link.Role ? ((Target)context.Attach.Target).Address : ((Source)context.Attach.Source).Address) == "$cbs";
        if (ofTokens && !context.Link.Role)
            s_answers = context.Link;
        Links += ofTokens ? 0 : 1;
        context.Complete(new End(closes: !ofTokens), 100);
    }

    private sealed class End(bool closes) : LinkEndpoint
    {
        public override void OnFlow(FlowContext flow)
        {
            if (closes && flow.Messages > 0)
                Task.Run(() => flow.Link.Close(TimeSpan.Zero, new Error(new Symbol("com.microsoft:entity-disabled")) { Description = "The entity is disabled." }));
        }

        public override void OnMessage(MessageContext asked) // a token is shown, and taken
        {
            var answer = new Message { Properties = new Properties(), ApplicationProperties = new ApplicationProperties { ["status-code"] = 202, ["status-description"] = "Accepted" } };
            answer.Properties.SetCorrelationId(asked.Message.Properties.GetMessageId());
            asked.Complete();
            s_answers!.SendMessage(answer);
        }

        public override void OnDisposition(DispositionContext disposition) { }
    }
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = "the link is closed with an error, for 2 s: 0 errors, more than 50 links
a receiver that waits 10 s for messages: 0 after less than 5 s, no error" ]
