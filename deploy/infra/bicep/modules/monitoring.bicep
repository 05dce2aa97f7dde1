// Logs, traces and metrics; alerts on them; and who is told: people by e-mail, and a channel of Slack by the address that Slack gives it. What is alarmed stands once:
// the rules of Prometheus in deploy/monitoring/rules but those of on-premises-mysql.yml, whose exporters Azure's collectors are not told of; alerts on logs and on resources of Azure in ../../alerts.json, of which each resource's module takes its own.
import { actionsType, tagsType } from 'types.bicep'

param name string
param location string
param days int
param addresses { onCall: string, slack: string }
param tags tagsType

var rules = [
  loadYamlContent('../../../monitoring/rules/bus.yml')
  loadYamlContent('../../../monitoring/rules/fairness.yml')
  loadYamlContent('../../../monitoring/rules/gateway.yml')
  loadYamlContent('../../../monitoring/rules/leaderboard.yml')
  loadYamlContent('../../../monitoring/rules/platform.yml')
  loadYamlContent('../../../monitoring/rules/platform-expiry.yml')
  loadYamlContent('../../../monitoring/rules/progression.yml')
  loadYamlContent('../../../monitoring/rules/stores.yml')
]
var severities = { critical: 1, warning: 3 }

resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: name
  location: location
  tags: tags
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: days }
}

// What APPLICATIONINSIGHTS_CONNECTION_STRING leads to.
resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: { Application_Type: 'web', WorkspaceResourceId: logs.id, DisableIpMasking: false }
}

resource metrics 'Microsoft.Monitor/accounts@2023-04-03' = {
  name: name
  location: location
  tags: tags
}

resource way 'Microsoft.Insights/dataCollectionEndpoints@2023-03-11' = {
  name: '${name}-metrics'
  location: location
  tags: tags
  kind: 'Linux'
  properties: { networkAcls: { publicNetworkAccess: 'Enabled' } }
}

// Clusters are associated with it, and send what they scrape (deploy/components/azure-monitor).
resource collected 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: '${name}-metrics'
  location: location
  tags: tags
  kind: 'Linux'
  properties: {
    dataCollectionEndpointId: way.id
    dataSources: { prometheusForwarder: [{ name: 'scraped', streams: ['Microsoft-PrometheusMetrics'], labelIncludeFilter: {} }] }
    destinations: { monitoringAccounts: [{ name: 'metrics', accountResourceId: metrics.id }] }
    dataFlows: [{ streams: ['Microsoft-PrometheusMetrics'], destinations: ['metrics'] }]
  }
}

resource actions 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-on-call'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'liveops'
    emailReceivers: [
      { name: 'on-call', emailAddress: addresses.onCall, useCommonAlertSchema: true }
      { name: 'slack', emailAddress: addresses.slack, useCommonAlertSchema: false }
    ]
  }
}

// Warnings wake nobody: the channel alone.
resource day 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-day'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'liveops-day'
    emailReceivers: [{ name: 'slack', emailAddress: addresses.slack, useCommonAlertSchema: false }]
  }
}

resource groups 'Microsoft.AlertsManagement/prometheusRuleGroups@2023-03-01' = [
  for group in flatten(map(rules, file => file.groups)): {
    name: '${name}-${group.name}'
    location: location
    tags: tags
    properties: {
      enabled: true
      interval: 'PT${toUpper(group.?interval ?? '1m')}'
      scopes: [metrics.id]
      rules: map(
        group.rules,
        rule =>
          contains(rule, 'record')
            ? { record: rule.record, expression: rule.expr, enabled: true }
            : {
                alert: rule.alert
                expression: rule.expr
                enabled: true
                for: 'PT${toUpper(rule.for)}'
                severity: severities[rule.labels.severity]
                labels: rule.labels
                annotations: rule.annotations
                actions: [{ actionGroupId: rule.labels.severity == 'critical' ? actions.id : day.id }]
                resolveConfiguration: { autoResolved: true, timeToResolve: 'PT10M' }
              }
      )
    }
  }
]

resource told 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in loadJsonContent('../../alerts.json', 'logs'): {
    name: '${name}-${alert.name}'
    location: location
    tags: tags
    properties: {
      description: '${alert.says}: docs/runbooks/${alert.runbook}.md'
      severity: alert.severity
      enabled: true
      scopes: [logs.id]
      evaluationFrequency: alert.every
      windowSize: alert.window
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [alert.severity == 1 ? actions.id : day.id] }
    }
  }
]

output logs string = logs.id
output actions actionsType = { onCall: actions.id, day: day.id }
output collected string = collected.id
