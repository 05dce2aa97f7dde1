// Images, pulled by clusters and pushed by pipelines, each with an identity of its own; no password.
import { tagsType } from 'types.bicep'

param name string
param location string
param tier 'Basic' | 'Standard' | 'Premium'
param otherRegions string[]

@description('What the pipelines\' token names as its subject, as repo:owner/name:environment:registry.')
param pipelineSubject string
param tags tagsType

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: tier }
  properties: { adminUserEnabled: false, anonymousPullEnabled: false }
}

resource copies 'Microsoft.ContainerRegistry/registries/replications@2025-04-01' = [
  for region in otherRegions: {
    parent: registry
    name: region
    location: region
    tags: tags
  }
]

resource pipelines 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-pipelines'
  location: location
  tags: tags

  resource trust 'federatedIdentityCredentials' = {
    name: 'pipelines'
    properties: {
      issuer: 'https://token.actions.githubusercontent.com'
      subject: pipelineSubject
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

resource push 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, 'pipelines', 'push')
  properties: {
    principalId: pipelines.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8311e382-0749-4cb8-b61a-304f252e45ec') // AcrPush
  }
}

output name string = registry.name
output server string = registry.properties.loginServer
