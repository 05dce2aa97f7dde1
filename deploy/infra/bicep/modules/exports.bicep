// Where the nightly exports go: a storage account with one container, reached from the network alone. Identities only, no keys; what is overwritten or deleted can be had back for two weeks.
import { tagsType } from 'types.bicep'

param name string
param location string
param subnets string[]
param logs string
param tags tagsType

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'exp${toLower(take(replace(name, '-', ''), 21))}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    accessTier: 'Cool'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Deny'
      virtualNetworkRules: map(subnets, subnet => { id: subnet })
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }

    resource container 'containers' = {
      name: 'exports'
      properties: { publicAccess: 'None' }
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::blobs
  name: 'logs'
  properties: { workspaceId: logs, logs: [{ categoryGroup: 'audit', enabled: true }] }
}

output name string = account.name
output url string = '${account.properties.primaryEndpoints.blob}exports'
