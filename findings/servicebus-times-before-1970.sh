#!/usr/bin/env bash
# Azure.Messaging.ServiceBus 7.21.0 with Microsoft.Azure.Amqp 2.7.3 (the service is played by AMQPNetLite 2.5.5)
#
# Expected: a DateTime among the ApplicationProperties, one of the types that they document, arrives as the moment that was sent: AMQP's timestamp is a 64-bit two's complement number of milliseconds since 1970 (AMQP 1.0, 1.6.17), so it has moments before it,
#           and this very client writes them, as AMQPNetLite does and reads.
# Seen:     every moment before 1970 is read as 1970-01-01T00:00:00Z, without a word: a date of birth of 1969, and DateTime.MinValue, which many a program says for "never". A DateTimeOffset arrives as it was.
# So:       send dates that may lie before 1970 as DateTimeOffset (between .NET programs), as text (ISO 8601) or in the body; leave a property out that has no value, instead of MinValue.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Azure.Messaging.ServiceBus" Version="[7.21.0]" /><PackageReference Include="Microsoft.Azure.Amqp" Version="[2.7.3]" /><PackageReference Include="AMQPNetLite" Version="[2.5.5]" />
  </ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
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

await using var client = new ServiceBusClient($"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=a;SharedAccessKey=YQ==;UseDevelopmentEmulator=true");
var message = new ServiceBusMessage("{}");
var born = new DateTime(1969, 7, 20, 20, 17, 0, DateTimeKind.Utc);
message.ApplicationProperties["1970"] = born.AddYears(1);
message.ApplicationProperties["1969"] = born;
message.ApplicationProperties["never"] = DateTime.MinValue;
message.ApplicationProperties["1969 as DateTimeOffset"] = new DateTimeOffset(born);
await client.CreateSender("queue").SendMessageAsync(message);
ServiceBusReceivedMessage received = await client.CreateReceiver("queue", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete }).ReceiveMessageAsync();
foreach ((string name, object value) in received.ApplicationProperties)
{
    string passed = service.Passed!.ApplicationProperties[name] is DateTime time ? Told(time) : "(described)";
    Console.WriteLine($"{name}: sent {Told(message.ApplicationProperties[name])}, passed by {passed}, received {Told(value)}");
}

Environment.Exit(0);

static string Told(object value) => ((IFormattable)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

internal sealed class Service : ILinkProcessor
{
    private ListenerLink? _answers;

    public Message? Passed { get; private set; }

    public void Process(AttachContext context)
    {
        bool ofTokens = (context.Link.Role ? ((Target)context.Attach.Target).Address : ((Source)context.Attach.Source).Address) == "$cbs";
        if (ofTokens && !context.Link.Role)
            _answers = context.Link;
        context.Attach.MaxMessageSize = 262144;
        context.Complete(new End(this, ofTokens), 100);
    }

    private sealed class End(Service service, bool ofTokens) : LinkEndpoint
    {
        public override void OnFlow(FlowContext flow)
        {
            if (!ofTokens && flow.Messages > 0)
                flow.Link.SendMessage(service.Passed);
        }

        public override void OnMessage(MessageContext given)
        {
            given.Complete();
            if (!ofTokens)
            {
                service.Passed = given.Message;
                return;
            }

            var answer = new Message { Properties = new Properties(), ApplicationProperties = new ApplicationProperties { ["status-code"] = 202, ["status-description"] = "Accepted" } };
            answer.Properties.SetCorrelationId(given.Message.Properties.GetMessageId());
            service._answers!.SendMessage(answer);
        }

        public override void OnDisposition(DispositionContext disposition) { }
    }
}
PROGRAM
seen=$(timeout 90 dotnet run 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "1970: sent 1970-07-20, passed by 1970-07-20, received 1970-07-20
1969: sent 1969-07-20, passed by 1969-07-20, received 1970-01-01
never: sent 0001-01-01, passed by 0001-01-01, received 1970-01-01
1969 as DateTimeOffset: sent 1969-07-20, passed by (described), received 1969-07-20" ]
