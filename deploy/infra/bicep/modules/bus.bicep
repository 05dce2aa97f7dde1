// Service Bus with the topics and subscriptions of the model; identities only, no keys.
import { actionsType, busType, tagsType } from 'types.bicep'

param name string
param location string
param size busType
param logs string
param actions actionsType
param tags tagsType

var model = loadJsonContent('../../../../aspire-manifest/model.json')
var subscriptions = flatten(map(model.topics, topic => map(topic.subscriptions, subscription => { topic: topic.name, is: subscription })))

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: size.tier, tier: size.tier, capacity: size.capacity == 0 ? null : size.capacity }
  properties: { disableLocalAuth: true, minimumTlsVersion: '1.2' }
}

resource topics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [
  for topic in model.topics: {
    parent: bus
    name: topic.name
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: topic.duplicateDetection
    }
  }
]

resource whoLearns 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for subscription in subscriptions: {
    parent: topics[indexOf(map(model.topics, topic => topic.name), subscription.topic)]
    name: subscription.is.name
    properties: {
      maxDeliveryCount: subscription.is.maxDeliveryCount
      lockDuration: subscription.is.lockDuration
      deadLetteringOnMessageExpiration: true
    }
  }
]

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in filter(loadJsonContent('../../alerts.json', 'metrics'), alert => alert.of == 'bus'): {
    name: '${name}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: '${alert.says}: docs/runbooks/${alert.runbook}.md'
      severity: alert.severity
      enabled: true
      scopes: [bus.id]
      evaluationFrequency: alert.every
      windowSize: alert.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: alert.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: alert.kind
            metricName: alert.metric
            timeAggregation: alert.aggregation
            operator: alert.operator
            threshold: alert.threshold
          }
        ]
      }
      actions: [{ actionGroupId: alert.severity == 1 ? actions.onCall : actions.day }]
    }
  }
]

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: bus
  name: 'logs'
  properties: { workspaceId: logs, logs: [{ category: 'OperationalLogs', enabled: true }] }
}

output name string = bus.name
output host string = '${bus.name}.servicebus.windows.net'
