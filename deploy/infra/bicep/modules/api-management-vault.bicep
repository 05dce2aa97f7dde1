// API Management may read the token of operators, and no other secret.
param vault string
param principal string

resource from 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vault

  resource token 'secrets' existing = {
    name: 'OPERATOR-TOKEN'
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: from::token
  name: guid(from.id, principal, 'OPERATOR-TOKEN')
  properties: {
    principalId: principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-874b-0445c86b69e6') // Key Vault Secrets User
  }
}
