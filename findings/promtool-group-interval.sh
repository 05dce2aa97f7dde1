#!/usr/bin/env bash
# promtool 2.42.0 (Debian 12's prometheus)
#
# Expected: `promtool test rules` evaluates a group each "interval" that the group has (a rule file's own setting, the global one is what groups
#           without it take), as the server does: an alert "for: 5m" in a group of 5m fires 5 minutes after it was first seen at a multiple of 5.
# Seen:     the test's evaluation_interval is taken for every group, and the group's own is not looked at: what is recorded each 5 minutes is
#           there each minute, and the alert fires in the test minutes before it can on a server. Nothing is said of it.
# So:       one test file for each interval, with evaluation_interval set to it.
set -euo pipefail
command -v promtool >/dev/null || { echo "needs promtool: apt-get install prometheus"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > rules.yml <<'YAML'
groups:
- name: slow
  interval: 5m
  rules:
  - {record: seen, expr: load}
  - {alert: High, expr: load > 5, for: 5m}
YAML
# The load rises at minute 1: a server that evaluates at 0, 5, 10 sees it at 5 and fires at 10.
tests() { # tests INTERVAL FIRES_AT RECORDED: passes where the alert fires at that minute, and not before, with so many records by then
  cat > "$1.test.yml" <<YAML
rule_files: [rules.yml]
evaluation_interval: $1
tests:
- interval: 1m
  input_series: [{series: load, values: '0 6x14'}]
  promql_expr_test: [{expr: 'count_over_time(seen[$2m])', eval_time: $2m, exp_samples: [{labels: '{}', value: $3}]}]
  alert_rule_test:
  - {eval_time: $(($2 - 1))m, alertname: High}
  - {eval_time: $2m, alertname: High, exp_alerts: [{}]}
YAML
  promtool test rules "$1.test.yml" >/dev/null 2>&1 && echo "evaluation_interval $1: fires at minute $2, $3 records" || echo "evaluation_interval $1: otherwise"
}
promtool --version 2>&1 | head -n 1
seen=$(tests 1m 6 7; tests 5m 10 3)
echo "$seen"
[ "$seen" = "evaluation_interval 1m: fires at minute 6, 7 records
evaluation_interval 5m: fires at minute 10, 3 records" ]
