// MySQL, managed, in a subnet of its own; a database for each service that has one.
import { actionsType, mysqlType, tagsType } from 'types.bicep'

param name string
param location string
param size mysqlType
param subnet string
param vnet string

@secure()
param password string
param actions actionsType
param tags tagsType

var model = loadJsonContent('../../../../aspire-manifest/model.json')
var databases = map(filter(model.outside, outside => outside.kind == 'MySQL'), outside => replace(outside.name, '-db', ''))

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}.private.mysql.database.azure.com'
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: name
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: vnet } }
  }
}

resource server 'Microsoft.DBforMySQL/flexibleServers@2023-12-30' = {
  name: name
  location: location
  tags: tags
  sku: { name: size.size, tier: size.tier }
  properties: {
    version: size.version
    administratorLogin: 'liveops'
    administratorLoginPassword: password
    availabilityZone: '1'
    highAvailability: size.highAvailability == 'Disabled' ? { mode: 'Disabled' } : { mode: size.highAvailability, standbyAvailabilityZone: '2' }
    storage: { storageSizeGB: size.gigabytes, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: size.backupDays, geoRedundantBackup: size.geoBackup ? 'Enabled' : 'Disabled' }
    network: { delegatedSubnetResourceId: subnet, privateDnsZoneResourceId: zone.id }
  }
  dependsOn: [zone::link]
}

@batchSize(1)
resource each 'Microsoft.DBforMySQL/flexibleServers/databases@2023-12-30' = [
  for database in databases: {
    parent: server
    name: database
    properties: { charset: 'utf8mb4', collation: 'utf8mb4_bin' }
  }
]

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in filter(loadJsonContent('../../alerts.json', 'metrics'), alert => alert.of == 'mysql'): {
    name: '${name}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: '${alert.says}: docs/runbooks/${alert.runbook}.md'
      severity: alert.severity
      enabled: true
      scopes: [server.id]
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

output host string = server.properties.fullyQualifiedDomainName
