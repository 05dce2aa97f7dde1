// An option: API Management before a region, with the services' own OpenAPI documents, a product for players and one for operators. Its policies stand in
// ../../api-management and are Terraform's as well.
import { apiManagementType, tagsType } from 'types.bicep'

param name string
param location string
param size apiManagementType
param backend string
param publisher string

@description('What tokens of operators are made out to: the application in Entra: its id.')
param audience string

@description('Of Front Door, where that is asked for; else any text.')
param frontDoorId string
param tags tagsType

var services = [
  { name: 'gateway', document: loadJsonContent('../../../../docs/contract/gateway.openapi.json') }
  { name: 'leaderboard', document: loadJsonContent('../../../../docs/contract/leaderboard.openapi.json') }
  { name: 'progression', document: loadJsonContent('../../../../docs/contract/progression.openapi.json') }
]
var products = [
  { name: 'players', policy: loadTextContent('../../api-management/players.xml') }
  { name: 'operators', policy: loadTextContent('../../api-management/operators.xml') }
]
var offers = flatten(map(range(0, length(products)), product => map(services, service => { product: product, service: service.name })))

resource apim 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: size.tier, capacity: size.capacity }
  identity: { type: 'SystemAssigned' }
  properties: { publisherEmail: publisher, publisherName: 'LiveOps' }
}

// What policies name in double braces.
resource values 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = [
  for value in [
    { name: 'tenant-id', value: tenant().tenantId }
    { name: 'operators-audience', value: audience }
    { name: 'front-door-id', value: frontDoorId }
  ]: {
    parent: apim
    name: value.name
    properties: { displayName: value.name, value: value.value }
  }
]

resource apis 'Microsoft.ApiManagement/service/apis@2024-05-01' = [
  for service in services: {
    parent: apim
    name: service.name
    properties: {
      displayName: 'LiveOps ${service.name}'
      path: service.name
      protocols: ['https']
      format: 'openapi+json'
      value: string(service.document)
      serviceUrl: backend
      subscriptionRequired: true
    }
  }
]

resource guards 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = [
  for (service, i) in services: {
    parent: apis[i]
    name: 'policy'
    properties: { format: 'rawxml', value: loadTextContent('../../api-management/apis.xml') }
    dependsOn: [values]
  }
]

resource product 'Microsoft.ApiManagement/service/products@2024-05-01' = [
  for one in products: {
    parent: apim
    name: one.name
    properties: { displayName: one.name, subscriptionRequired: true, approvalRequired: one.name == 'operators', state: 'published' }
  }
]

resource limits 'Microsoft.ApiManagement/service/products/policies@2024-05-01' = [
  for (one, i) in products: {
    parent: product[i]
    name: 'policy'
    properties: { format: 'rawxml', value: one.policy }
  }
]

resource offer 'Microsoft.ApiManagement/service/products/apis@2024-05-01' = [
  for one in offers: {
    parent: product[one.product]
    name: one.service
    dependsOn: [apis]
  }
]
