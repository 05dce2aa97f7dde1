// MySQL on a Linux machine of its own, set up by cloud-init (../../mysql-vm): as it would be on premises.
import { actionsType, mysqlType, tagsType } from 'types.bicep'

param name string
param location string
param size mysqlType
param subnet string
param vnet string
param vault string
param sshKey string
param administrator string = 'liveops'
param actions actionsType
param tags tagsType

var model = loadJsonContent('../../../../aspire-manifest/model.json')
var databases = map(filter(model.outside, outside => outside.kind == 'MySQL'), outside => replace(outside.name, '-db', ''))
var cloudInit = replace(replace(loadTextContent('../../mysql-vm/cloud-init.yaml'), '@vault@', vault), '@databases@', join(databases, ' '))

resource card 'Microsoft.Network/networkInterfaces@2024-07-01' = {
  name: '${name}-mysql'
  location: location
  tags: tags
  properties: { ipConfigurations: [{ name: 'private', properties: { privateIPAllocationMethod: 'Dynamic', subnet: { id: subnet } } }] }
}

resource machine 'Microsoft.Compute/virtualMachines@2024-11-01' = {
  name: '${name}-mysql'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    hardwareProfile: { vmSize: size.size }
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' }
      osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' } }
      dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: size.gigabytes, managedDisk: { storageAccountType: 'Premium_LRS' } }]
    }
    osProfile: {
      computerName: 'mysql'
      adminUsername: administrator
      customData: base64(cloudInit)
      linuxConfiguration: { disablePasswordAuthentication: true, ssh: { publicKeys: [{ path: '/home/${administrator}/.ssh/authorized_keys', keyData: sshKey }] } }
    }
    networkProfile: { networkInterfaces: [{ id: card.id }] }
    securityProfile: { securityType: 'TrustedLaunch', uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } }
  }
}

// It reads the passwords that it gives to users.
resource from 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vault
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: from
  name: guid(from.id, machine.id, 'reads')
  properties: {
    principalId: machine.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-874b-0445c86b69e6') // Key Vault Secrets User
  }
}

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in filter(loadJsonContent('../../alerts.json', 'metrics'), alert => alert.of == 'mysql-vm'): {
    name: '${name}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: '${alert.says}: docs/runbooks/${alert.runbook}.md'
      severity: alert.severity
      enabled: true
      scopes: [machine.id]
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

// A name for its address, in the network.
resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}.liveops.internal'
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: name
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: vnet } }
  }

  resource machineName 'A' = {
    name: 'mysql'
    properties: { ttl: 300, aRecords: [{ ipv4Address: card.properties.ipConfigurations[0].properties.privateIPAddress }] }
  }
}

output host string = 'mysql.${zone.name}'
