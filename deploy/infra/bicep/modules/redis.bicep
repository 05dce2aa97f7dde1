// Managed Redis at its one port, which must not evict: an evicted block or answer is gone (docs/runbooks/lost-redis.md).
import { actionsType, redisType, tagsType } from 'types.bicep'

param name string
param location string
param size redisType
param subnet string
param zone string
param actions actionsType
param tags tagsType

var model = loadJsonContent('../../../../aspire-manifest/model.json')

resource redis 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: size.size }
  properties: { minimumTlsVersion: '1.2', highAvailability: size.highAvailability ? 'Enabled' : 'Disabled', publicNetworkAccess: 'Disabled' }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2025-07-01' = {
  parent: redis
  name: 'default'
  properties: {
    port: filter(model.outside, outside => outside.kind == 'Redis')[0].ports[0]
    clientProtocol: 'Encrypted'
    clusteringPolicy: 'EnterpriseCluster'
    evictionPolicy: 'NoEviction'
    accessKeysAuthentication: 'Enabled'
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = {
  name: '${name}-redis'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnet }
    privateLinkServiceConnections: [{ name: 'redis', properties: { privateLinkServiceId: redis.id, groupIds: ['redisEnterprise'] } }]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'redis'
    properties: { privateDnsZoneConfigs: [{ name: 'redis', properties: { privateDnsZoneId: zone } }] }
  }
}

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in filter(loadJsonContent('../../alerts.json', 'metrics'), alert => alert.of == 'redis'): {
    name: '${name}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: '${alert.says}: docs/runbooks/${alert.runbook}.md'
      severity: alert.severity
      enabled: true
      scopes: [redis.id]
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

output host string = redis.properties.hostName
