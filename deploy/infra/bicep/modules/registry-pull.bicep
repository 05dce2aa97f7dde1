// A cluster's nodes may pull images.
param registry string
param principal string

resource from 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = {
  name: registry
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: from
  name: guid(from.id, principal, 'pull')
  properties: {
    principalId: principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d') // AcrPull
  }
}
