// An identity for each service, migration and nightly batch, for which its ServiceAccount stands, with the roles of the model, what it reads of `alsoReads`, and no other. One more is KEDA's, which asks
// how many messages wait.
import { tagsType } from 'types.bicep'

param name string
param location string
param namespace string
param issuer string
param vault string
param bus string
param exports string
param secretsAreThere bool
param alsoReads { *: string[] }
param tags tagsType

var model = loadJsonContent('../../../../aspire-manifest/model.json')
var roles = {
  'Key Vault Secrets User': '4633458b-17de-408a-874b-0445c86b69e6'
  'Azure Service Bus Data Owner': '090c5cfd-751d-490a-894a-3ce6f1109419'
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
}
var names = map(model.identities, identity => identity.name)
var grants = concat(
  flatten(map(model.identities, identity => map(identity.roles, is => { identity: identity.name, role: is.role, scope: is.scope }))),
  flatten(map(items(alsoReads), of => map(of.value, secret => { identity: of.key, role: 'Key Vault Secrets User', scope: 'vault/secrets/${secret}' })))
)
var ofSecrets = secretsAreThere ? filter(grants, grant => startsWith(grant.scope, 'vault/secrets/')) : []
var ofBus = filter(grants, grant => grant.scope == 'servicebus')
var ofExports = filter(grants, grant => grant.scope == 'exports')

resource from 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vault
}

resource secrets 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = [
  for grant in ofSecrets: {
    parent: from
    name: split(grant.scope, '/')[2]
  }
]

resource events 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: bus
}

resource files 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: exports
}

resource identities 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = [
  for identity in model.identities: {
    name: '${name}-${identity.name}'
    location: location
    tags: tags
  }
]

resource trust 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2024-11-30' = [
  for (identity, i) in model.identities: {
    parent: identities[i]
    name: 'aks'
    properties: {
      issuer: issuer
      subject: 'system:serviceaccount:${namespace}:${identity.serviceAccount}'
      audiences: ['api://AzureADTokenExchange']
    }
  }
]

resource readsSecret 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in ofSecrets: {
    scope: secrets[i]
    name: guid(from.id, name, grant.identity, grant.scope)
    properties: {
      principalId: identities[indexOf(names, grant.identity)].properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource usesBus 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in ofBus: {
    scope: events
    name: guid(events.id, name, grant.identity, grant.role)
    properties: {
      principalId: identities[indexOf(names, grant.identity)].properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource writesExports 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in ofExports: {
    scope: files
    name: guid(files.id, name, grant.identity, grant.role)
    properties: {
      principalId: identities[indexOf(names, grant.identity)].properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource keda 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-keda'
  location: location
  tags: tags

  resource aks 'federatedIdentityCredentials' = {
    name: 'aks'
    properties: {
      issuer: issuer
      subject: 'system:serviceaccount:kube-system:keda-operator'
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

resource kedaAsks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: events
  name: guid(events.id, name, 'keda')
  properties: {
    principalId: keda.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Azure Service Bus Data Owner'])
  }
}

output clientIds array = [
  for (identity, i) in model.identities: { name: identity.name, clientId: identities[i].properties.clientId }
]
output kedaClientId string = keda.properties.clientId
