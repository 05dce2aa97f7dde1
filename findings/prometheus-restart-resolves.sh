#!/usr/bin/env bash
# Prometheus 2.42.0 with Alertmanager 0.25.0 (Debian 12's prometheus, prometheus-alertmanager)
#
# Expected: a restart of Prometheus is not news of what it watches: the state of "for" is persisted across restarts (its change #4061, ALERTS_FOR_STATE),
#           and keep_firing_for keeps an alert firing "for the specified duration after the firing condition was last met" (Alerting rules).
# Seen:     an alert that fires, and whose condition holds all the time, is pending again after a restart and has its "for" to wait anew, if that is
#           shorter than --rules.alert.for-grace-period, 10 minutes by default. Alertmanager holds it for over after four resend delays (4 minutes by
#           default) and says "resolved", then "firing" anew. So with any "for" from some 4 minutes to 10, the usual 5m among them; shorter
#           ones are back in time, longer ones are restored. What is kept by keep_firing_for is forgotten. (Its issues 15175 and 13957, open.)
# So:       --rules.alert.for-grace-period shorter than the shortest "for" that matters (tried: no "resolved" then), and two Prometheus in front
#           of Alertmanager that are not restarted together. A "resolved" during an upgrade is no proof.
set -euo pipefail
command -v prometheus >/dev/null || { echo "needs Prometheus: apt-get install prometheus"; exit 2; }
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

const seconds = n => new Promise(done => setTimeout(done, n * 1000));
const told = {}; // by alert
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  for (const alert of JSON.parse(body).alerts) (told[alert.labels.alertname] ??= []).push(alert.status);
  response.end();
});
await new Promise(done => receiver.listen(0, '127.0.0.1', done));
writeFileSync('alertmanager.yml', `
route: {receiver: here, group_by: [alertname], group_wait: 0s, group_interval: 1s}
receivers: [{name: here, webhook_configs: [{url: 'http://127.0.0.1:${receiver.address().port}/'}]}]
`);
const alertmanager = spawn('prometheus-alertmanager', ['--config.file=alertmanager.yml', '--storage.path=told', '--web.listen-address=127.0.0.1:0', '--cluster.listen-address=']);
const address = await new Promise(found => {
  let log = '';
  alertmanager.stderr.on('data', part => { const of = /address=(127\.0\.0\.1:[1-9]\d*)/.exec(log += part); if (of) found(of[1]); });
});
// The minutes of a real one are seconds here: 4 s between resends, so over after 16 s.
writeFileSync('rules.yml', `
groups:
- name: all
  rules:
  - {alert: AtOnce, expr: vector(1)}
  - {alert: After, expr: vector(1), for: 20s}
  - {alert: Kept, expr: vector(1) and vector(time()) < ${Math.floor(Date.now() / 1000) + 8}, keep_firing_for: 10m}
`);
writeFileSync('prometheus.yml', `
global: {evaluation_interval: 1s}
rule_files: [rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ['${address}']}]}]}
`);
const tell = when => Object.keys(told).sort().forEach(name => console.log(`${when}, ${name}: ${told[name].join(', ')}`));
try {
  for (const when of ['before the restart', 'after it']) {
    const prometheus = spawn('prometheus', ['--config.file=prometheus.yml', '--storage.tsdb.path=data', '--web.listen-address=127.0.0.1:0', '--rules.alert.resend-delay=4s'], { stdio: 'ignore' });
    await seconds(36);
    prometheus.kill();
    await once(prometheus, 'exit');
    tell(when);
  }
} finally {
  alertmanager.kill();
  await once(alertmanager, 'exit'); // it writes to its folder as it ends
  receiver.close();
}
PROGRAM
prometheus --version 2>&1 | head -n 1
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = "before the restart, After: firing
before the restart, AtOnce: firing
before the restart, Kept: firing
after it, After: firing, resolved, firing
after it, AtOnce: firing
after it, Kept: firing, resolved" ]
