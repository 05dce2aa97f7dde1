#!/usr/bin/env bash
# npm @azure/service-bus 7.9.5 with rhea 3.0.5 (the service is played by rhea, with properties of the AMQP types that the .NET client writes)
#
# Expected: applicationProperties has the types that it is declared with, "number | boolean | string | Date | null". A long of a .NET program (ticks, a 64-bit id), which travels as AMQP's long, is a number, at worst one rounded as JSON.parse rounds it, or
#           a Long, as this client makes of its own sequenceNumber; a Guid is a text, as its own lockToken is.
# Seen:     a long beyond 2^53 is an object {"0":8,"1":222,…,"7":1}: rhea gives its bytes as a Buffer, and the client, which turns dates into numbers in all that it finds, spreads that into an object. No error: a comparison is false, a sum is NaN or a text,
#           a log says [object Object]. A Guid likewise, 16 members. Up to 2^53 all is well, so a counter is right until it is not. Sent on as it is, the property is a map, which AMQP forbids there ("the values are restricted to be of simple types only").
# So:       who sends to JavaScript sends whole numbers beyond 2^53 and Guids as text, and times as ISO 8601 or as milliseconds, not as ticks. Who receives sets skipConvertingDate: true, which leaves the Buffer: value.readBigInt64BE(), and hexadecimal for a Guid.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @azure/service-bus@7.9.5 @azure/core-amqp@4.4.2 rhea@3.0.5 >install.log 2>&1 || { cat install.log; exit 1; }
cat > finding.mjs <<'JS'
import { ServiceBusClient } from '@azure/service-bus';
import rhea from 'rhea';

const long = number => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(number); return rhea.types.wrap_long(bytes); };
const properties = {
  counter: long(2n ** 53n - 1n),
  ticks: long(639155088000000001n), // DateTime.UtcNow.Ticks, one day in 2026
  player: rhea.types.wrap_uuid(Buffer.from('00112233445566778899aabbccddeeff', 'hex')),
};

let answers, sentOn;
const service = rhea.create_container({ id: 'service' });
service.sasl_server_mechanisms.enable_anonymous();
service.on('receiver_open', ({ receiver }) => {
  receiver.set_target(receiver.remote.attach.target);
  receiver.local.attach.max_message_size = 262144;
});
service.on('sender_open', ({ sender }) => {
  sender.set_source(sender.remote.attach.source);
  if (sender.source.address === '$cbs')
    answers = sender;
});
service.on('sendable', ({ sender }) => {
  if (sender !== answers)
    sender.send({ body: rhea.message.data_section(Buffer.from('{}')), application_properties: properties });
});
service.on('message', ({ message, receiver }) => {
  if (receiver.target.address === '$cbs') // a token is shown, and taken
    answers.send({ correlation_id: message.message_id, application_properties: { 'status-code': 202, 'status-description': 'Accepted' } });
  else
    sentOn = message.application_properties;
});
const server = service.listen({ port: 0, host: '127.0.0.1' });
await new Promise(listens => server.once('listening', listens));

const client = new ServiceBusClient(`Endpoint=sb://127.0.0.1:${server.address().port};SharedAccessKeyName=a;SharedAccessKey=YQ==;UseDevelopmentEmulator=true`);
async function receive(options) {
  const [message] = await client.createReceiver('queue', { receiveMode: 'receiveAndDelete', ...options }).receiveMessages(1);
  return message;
}

const message = await receive({});
for (const [name, value] of Object.entries(message.applicationProperties))
  console.log(`${name}: ${typeof value} ${JSON.stringify(value)}`);
await client.createSender('queue').sendMessages({ body: message.body, applicationProperties: message.applicationProperties });
console.log(`sent on, ticks: ${JSON.stringify(sentOn.ticks)}`);
const { ticks } = (await receive({ skipConvertingDate: true })).applicationProperties;
console.log(`with skipConvertingDate, ticks: ${ticks.readBigInt64BE()}`);
process.exit();
JS
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = 'counter: number 9007199254740991
ticks: object {"0":8,"1":222,"2":188,"3":42,"4":136,"5":159,"6":160,"7":1}
player: object {"0":0,"1":17,"2":34,"3":51,"4":68,"5":85,"6":102,"7":119,"8":136,"9":153,"10":170,"11":187,"12":204,"13":221,"14":238,"15":255}
sent on, ticks: {"0":8,"1":222,"2":188,"3":42,"4":136,"5":159,"6":160,"7":1}
with skipConvertingDate, ticks: 639155088000000001' ]
