#!/usr/bin/env bash
# npm @opentelemetry/exporter-prometheus 0.301.0 with @opentelemetry/sdk-metrics 3.1.1, scraped by Prometheus 2.42 (Debian 12's prometheus)
#
# Expected: attributes whose keys are one label to Prometheus (player.id and player_id) are that label once: "the values MUST be concatenated together, separated by ;" (OpenTelemetry's specification, Prometheus and OpenMetrics
#           compatibility, Metric Attributes). A status that one place of the code gives as a number and another as a text is one label, so one series: 107 orders are 107, in one line or two that can be told apart.
# Seen:     the label is written twice, and Prometheus refuses the whole answer: "label name "player_id" is not unique". From the first such point on, in whatever library it is made, up is 0 and no metric of that process
#           arrives any more, until it is restarted. The number and the text are two lines of the same series, of which Prometheus takes the first: of 107 orders 100, while up is 1 and none of its own counters of dropped
#           samples tells. The exporter says nothing of either. (That of .NET, 1.20.1-beta.1, joins the keys, and writes the number and the text twice as well.)
# So:       one helper in the code that makes attributes (keys by one convention, values always texts), a view with an allow list for what libraries measure, a test that scrapes and looks for lines of the same series; an alert
#           on up, not only on what the metrics say.
set -euo pipefail
command -v prometheus >/dev/null || { echo "needs Prometheus: apt-get install prometheus"; exit 2; }
command -v node >/dev/null || { echo "needs node"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.mjs <<'PROGRAM'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';

const pause = ms => new Promise(done => setTimeout(done, ms));
const free = async () => {
  const server = createServer();
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise(done => server.close(done));
  return port;
};
const [port, own] = [await free(), await free()];
const exporter = new PrometheusExporter({ host: '127.0.0.1', port });
const meter = new MeterProvider({ readers: [exporter] }).getMeter('shop');
writeFileSync('prometheus.yml', `
global: {scrape_interval: 1s}
scrape_configs: [{job_name: shop, static_configs: [{targets: ['127.0.0.1:${port}']}]}]
`);
const server = spawn('prometheus', ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${own}`, '--log.level=error'], { stdio: 'ignore' });
const read = async path => (await (await fetch(`http://127.0.0.1:${own}/api/v1/${path}`)).json()).data;
const fresh = 'sum(last_over_time(orders_total[3s]))'; // what the last three seconds brought
const ask = async query => (await read(`query?query=${encodeURIComponent(query)}`)).result[0]?.value[1] ?? 'nothing';

try {
  const orders = meter.createCounter('orders');
  orders.add(100, { status: 200 });
  orders.add(7, { status: '200' });
  await pause(8000);
  const counted = (await (await fetch(`http://127.0.0.1:${own}/metrics`)).text()).match(/^prometheus_(target_scrapes_sample_|tsdb_).*(duplicate|out_of_order|out_of_bounds).* [1-9].*$/m);
  console.log(`a number and a text: up ${await ask('up')}, orders ${await ask(fresh)}, Prometheus counts as dropped ${counted ?? 'none'}`);
  meter.createCounter('logins').add(1, { 'player.id': 'ada', player_id: '1' });
  await pause(4000);
  console.log(`two keys of one label: up ${await ask('up')}, orders ${await ask(fresh)}, ${(await read('targets')).activeTargets[0].lastError}`);
} finally {
  server.kill('SIGKILL');
  await once(server, 'exit');
  await exporter.shutdown();
}
PROGRAM
npm install --silent --no-save --no-audit --no-fund @opentelemetry/exporter-prometheus@0.301.0 @opentelemetry/sdk-metrics@3.1.1 @opentelemetry/api@1.10.0 >/dev/null
prometheus --version 2>&1 | head -n 1
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = 'a number and a text: up 1, orders 100, Prometheus counts as dropped none
two keys of one label: up 0, orders nothing, label name "player_id" is not unique: invalid sample' ]
