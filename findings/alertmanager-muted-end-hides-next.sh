#!/usr/bin/env bash
# Alertmanager 0.25.0 (Debian 12's prometheus-alertmanager)
#
# Expected: silences and inhibition mute "notifications for certain alerts" (its documentation): once the silence is over, or what inhibited is, an
#           alert that was told of and has resolved meanwhile is told as resolved; at the very least, when it fires again, that is news.
# Seen:     neither. The log of notifications still has it as firing, so an alert that fires anew after the silence or the inhibition is held for a
#           repetition of the former one and is not told before repeat_interval is over. Without either: firing, resolved, firing. (Of the first half
#           its issue 226 tells, open since 2016.)
# So:       repeat_interval is the time for which a new incident may go untold after one that ended while muted: an hour or so where somebody is
#           woken. What is inhibited is of less weight than that, and a receiver that keeps incidents open closes them by itself.
set -euo pipefail
command -v prometheus-alertmanager >/dev/null || { echo "needs Alertmanager: apt-get install prometheus-alertmanager"; exit 2; }
command -v node >/dev/null || { echo "needs node"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.mjs <<'PROGRAM'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';

const told = {}; // by alert: what the receiver was told of it
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  for (const alert of JSON.parse(body).alerts) (told[alert.labels.alertname] ??= []).push(alert.status);
  response.end();
});
await new Promise(done => receiver.listen(0, '127.0.0.1', done));
writeFileSync('alertmanager.yml', `
route: {receiver: here, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 12h}
receivers: [{name: here, webhook_configs: [{url: 'http://127.0.0.1:${receiver.address().port}/', send_resolved: true}]}]
inhibit_rules: [{source_matchers: [alertname="StoreAway"], target_matchers: [alertname="Inhibited"]}]
`);
const server = spawn('prometheus-alertmanager', ['--config.file=alertmanager.yml', '--storage.path=data', '--web.listen-address=127.0.0.1:0', '--cluster.listen-address=']);
const address = await new Promise(found => {
  let log = '';
  server.stderr.on('data', part => { const of = /address=(127\.0\.0\.1:[1-9]\d*)/.exec(log += part); if (of) found(of[1]); });
});
const call = async (method, path, body) => {
  const answer = await fetch(`http://${address}/api/v2/${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return method === 'POST' ? answer.json().catch(() => null) : null;
};
const wait = () => new Promise(done => setTimeout(done, 4000));
// As Prometheus sends them: with an end in the future while it fires, with the end once it is over.
const started = {};
const send = async (firing, ...names) => {
  const now = Date.now();
  await call('POST', 'alerts', names.map(alertname => {
    if (firing) started[alertname] ??= new Date(now).toISOString();
    const alert = { labels: { alertname }, startsAt: started[alertname], endsAt: new Date(firing ? now + 600000 : now).toISOString() };
    if (!firing) delete started[alertname];
    return alert;
  }));
  await wait();
};

try {
  const all = ['Plain', 'Inhibited', 'Silenced'];
  await send(true, ...all);
  await send(true, 'StoreAway');
  const silence = await call('POST', 'silences', { matchers: [{ name: 'alertname', value: 'Silenced', isRegex: false, isEqual: true }], startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + 600000).toISOString(), createdBy: 'ada', comment: 'work' });
  await wait();
  await send(false, ...all);
  await send(false, 'StoreAway');
  await call('DELETE', `silence/${silence.silenceID}`);
  await wait();
  await send(true, ...all);
  await wait();
  for (const name of all) console.log(`${name}: ${told[name].join(', ')}`);
} finally {
  server.kill();
  await once(server, 'exit'); // it writes to its folder as it ends
  receiver.close();
}
PROGRAM
prometheus-alertmanager --version 2>&1 | head -n 1
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = "Plain: firing, resolved, firing
Inhibited: firing
Silenced: firing" ]
