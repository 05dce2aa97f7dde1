// Secrets, reached from the network alone by those who read them. What is in it is put there by hand (docs/deploy.md): no template has a secret.
import { tagsType } from 'types.bicep'

param name string
param location string
param subnets string[]
param logs string
param tags tagsType

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Deny'
      virtualNetworkRules: map(subnets, subnet => { id: subnet })
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'logs'
  properties: { workspaceId: logs, logs: [{ category: 'AuditEvent', enabled: true }] }
}

output name string = vault.name
