#!/usr/bin/env bash
# Prometheus 2.42.0 (Debian 12's prometheus), remote write to another one
#
# Expected: what a remote endpoint did not take yet waits in the write-ahead log: "Failures will be retried without loss of data unless the remote endpoint remains down for more than 2 hours" (Prometheus's documentation, Remote
#           write tuning). A restart of Prometheus in between keeps that log, and with it all of these samples, so it changes nothing of that.
# Seen:     after a restart it sends what is scraped from then on. All that waited is never sent, though it is in its own storage, and though the endpoint was away for seconds only: the hole is there for good where alerts,
#           objectives and dashboards of all clusters are reckoned. Without the restart everything arrives. No metric counts it: prometheus_remote_storage_samples_dropped_total and …_failed_total are 0. (Its issue 8809,
#           open since 2021.)
# So:       no restart, upgrade or eviction of Prometheus while prometheus_remote_storage_samples_pending is high; --storage.remote.flush-deadline (a minute), and a grace period of the pod above it, help where the endpoint is
#           back within them. Alerts that must not miss anything are evaluated beside the local storage, which has it all.
set -euo pipefail
command -v prometheus >/dev/null || { echo "needs Prometheus: apt-get install prometheus"; exit 2; }
command -v node >/dev/null || { echo "needs node"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.mjs <<'PROGRAM'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';

const pause = ms => new Promise(done => setTimeout(done, ms));
const free = async () => {
  const server = createServer();
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise(done => server.close(done));
  return port;
};
const ports = { far: await free(), stays: await free(), restarted: await free() };
const running = [];
// "far" is written to; the others scrape themselves once a second.
const start = name => {
  mkdirSync(name, { recursive: true });
  writeFileSync(`${name}/prometheus.yml`, name === 'far' ? '{}' : `
global: {scrape_interval: 1s, external_labels: {from: ${name}}}
scrape_configs: [{job_name: itself, static_configs: [{targets: ['127.0.0.1:${ports[name]}']}],
  metric_relabel_configs: [{source_labels: [__name__], regex: 'prometheus_remote_storage_samples_(dropped|failed)_total', action: keep}]}]
remote_write: [{url: 'http://127.0.0.1:${ports.far}/api/v1/write'}]
`);
  const server = spawn('prometheus', [`--config.file=${name}/prometheus.yml`, `--storage.tsdb.path=${name}/data`, `--web.listen-address=127.0.0.1:${ports[name]}`,
    '--web.enable-remote-write-receiver', '--storage.remote.flush-deadline=1s', '--log.level=error'], { stdio: 'ignore' });
  running.push(server);
  return server;
};
const stop = async server => {
  server.kill();
  await once(server, 'exit');
};
const ask = async (name, query) => {
  const answer = await (await fetch(`http://127.0.0.1:${ports[name]}/api/v1/query?query=${encodeURIComponent(query)}`)).json();
  return Number(answer.data.result[0]?.value[1] ?? 0);
};

try {
  start('stays');
  const restarted = start('restarted');
  await pause(10000);
  await stop(restarted); // an upgrade, while the endpoint is away
  const then = Date.now() / 1000;
  start('far');
  start('restarted');
  await pause(16000);
  for (const name of ['stays', 'restarted']) {
    const before = `count_over_time(up{job="itself"}[1m] @ ${then})`, after = `count_over_time(up{job="itself"}[10s])`;
    const [own, far] = [await ask(name, before), await ask('far', before.replace('{', `{from="${name}",`))];
    const lost = await ask(name, 'sum({__name__=~"prometheus_remote_storage_samples_(dropped|failed)_total"})');
    console.log(`${name}: what it scraped while the endpoint was away ${far === own && own > 3 ? 'arrived' : far === 0 && own > 3 ? 'never arrived' : `${far} of ${own}`}, `
      + `afterwards ${await ask('far', after.replace('{', `{from="${name}",`)) > 3 ? 'all is well' : 'nothing'}, counted as lost: ${lost}`);
  }
} finally {
  for (const server of running.filter(one => one.exitCode === null && one.signalCode === null))
    await stop(server);
}
PROGRAM
prometheus --version 2>&1 | head -n 1
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = "stays: what it scraped while the endpoint was away arrived, afterwards all is well, counted as lost: 0
restarted: what it scraped while the endpoint was away never arrived, afterwards all is well, counted as lost: 0" ]
