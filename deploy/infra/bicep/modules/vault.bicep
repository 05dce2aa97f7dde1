// Secrets, reached from the network by those who read them, and by administrators, who put there what is in it (docs/deploy.md): no template has a secret.
import { tagsType } from 'types.bicep'

param name string
param location string
param subnets string[]
param administrators string
param administratorAddresses string[]
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
      ipRules: map(administratorAddresses, address => { value: address })
      virtualNetworkRules: map(subnets, subnet => { id: subnet })
    }
  }
}

resource fills 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, administrators, 'fills')
  properties: {
    principalId: administrators
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7') // Key Vault Secrets Officer
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'logs'
  properties: { workspaceId: logs, logs: [{ category: 'AuditEvent', enabled: true }] }
}

output name string = vault.name
