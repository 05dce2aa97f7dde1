#!/usr/bin/env bash
# npm sqs-consumer 15.0.3 with @aws-sdk/client-sqs 3.1036.0 (the queue is fauxqs 1.9.2's)
#
# Expected: batchSize 1 is one message at a time (the next is asked for once the handler has ended), also after stop() and start(), by which a consumer is paused and goes on. That a start after a stop polled twice was a bug (its issue 234,
#           "Multiple polls invoked"), closed as mended by pull request 344: stop() clears the pending timer.
# Seen:     a question that is on its way, and for up to 20 s one nearly always is, has no such timer: stop() ends nothing, start() asks a second time, and the first goes on as soon as it has its answer. From then on two polls run beside each other, and two
#           messages are handled at once. The event "stopped" comes at once (pollingCompleteWaitTimeMs is 0 unless it is set).
# So:       between stop() and start() wait until status.isPolling is false (as long as waitTimeSeconds and the handler take), or make a new Consumer and leave the old one stopped; a handler that must run alone takes a lock of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts sqs-consumer@15.0.3 @aws-sdk/client-sqs@3.1036.0 fauxqs@1.9.2 >install.log 2>&1 || { cat install.log; exit 1; }
cat > finding.mjs <<'JS'
import { setTimeout as wait } from 'node:timers/promises';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { Consumer } from 'sqs-consumer';

const server = await startFauxqs({ port: 0, logger: false });
const sqs = new SQSClient({ endpoint: `http://127.0.0.1:${server.port}`, region: 'eu-west-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });

async function tell(what, between) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `queue-${what.length}` }));
  let running = 0, most = 0, handled = 0;
  const consumer = Consumer.create({
    queueUrl: QueueUrl, sqs, batchSize: 1, waitTimeSeconds: 2,
    handleMessage: async message => {
      most = Math.max(most, ++running);
      await wait(message.Body % 2 ? 70 : 110);
      running--;
      handled++;
      return message;
    },
  });
  consumer.on('error', () => {}); // what its end cuts off
  consumer.start();
  await wait(300);
  await between(consumer);
  for (let i = 0; i < 10; i++)
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: String(i) }));
  while (handled < 10)
    await wait(50);
  consumer.stop({ abort: true });
  console.log(`${what}: ${most} at once`);
}

await tell('started', async () => {});
await tell('stopped and started', async consumer => { consumer.stop(); await wait(100); consumer.start(); await wait(100); });
await tell('started when its poll was over', async consumer => { consumer.stop(); while (consumer.status.isPolling) await wait(50); consumer.start(); await wait(100); });
process.exit();
JS
seen=$(node --no-warnings finding.mjs)
echo "$seen"
[ "$seen" = 'started: 1 at once
stopped and started: 2 at once
started when its poll was over: 1 at once' ]
