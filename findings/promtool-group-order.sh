#!/usr/bin/env bash
# promtool 2.42.0 (Debian 12's prometheus)
#
# Expected: `promtool test rules` evaluates the groups of a rule file in one order, the file's, so that a test gives the same answer each time.
# Seen:     where an alert's group uses what another group records, the same files pass in some runs and fail in others: groups come in an
#           order that is drawn anew in each run, and the alert sees the recording of this round or of the one before. With
#           group_eval_order in the test file it is the same each time.
# So:       every test file names the order of its groups.
set -euo pipefail
command -v promtool >/dev/null || { echo "needs promtool: apt-get install prometheus"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > rules.yml <<'YAML'
groups:
- name: recorded
  rules: [{record: twice, expr: 2 * load}]
- name: alerts
  rules: [{alert: High, expr: twice > 10}]
YAML
cat > drawn.test.yml <<'YAML'
rule_files: [rules.yml]
evaluation_interval: 1m
tests:
- interval: 1m
  input_series: [{series: load, values: '0 0 6'}]
  alert_rule_test: [{eval_time: 2m, alertname: High, exp_alerts: [{}]}]
YAML
sed 's/^tests:/group_eval_order: [recorded, alerts]\ntests:/' drawn.test.yml > named.test.yml

count() { for _ in $(seq 40); do promtool test rules "$1" >/dev/null 2>&1 && echo passed || echo failed; done | sort | uniq -c | awk '{print $2}' | paste -sd ' '; }
drawn=$(count drawn.test.yml) named=$(count named.test.yml)
echo "without an order: $drawn; with one: $named"
[ "$drawn" = "failed passed" ] && [ "$named" = passed ]
