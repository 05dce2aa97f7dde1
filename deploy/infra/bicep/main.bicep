// An environment: its regions, each with a network, a cluster and installations; and what they share. What the AppHost's model knows (pools, topics,
// identities, roles, secrets, ports) is read from it, and stands nowhere else. Sizes are the environment's: env/. Terraform says the same: ../terraform.
import { regionType, sizesType } from 'modules/types.bicep'

targetScope = 'subscription'

@description('Begins every name that all of Azure must not have twice: 3 to 12 letters and digits.')
@minLength(3)
@maxLength(12)
param prefix string

@description('dev or prod.')
param environment string

@description('Where players come in, in each region as <region>.<domain>; behind Front Door the domain itself.')
param domain string

@description('Of each region: name, cluster, its address space, and installations by name, short name, namespace and secrets of their own. What regions share is in the first one.')
param regions regionType[]

@description('The region that owns the boards and that players are sent to: the first one, until somebody has moved them (docs/runbooks/region-lost.md).')
param boards string = regions[0].name

param sizes sizesType

@description('Who is told of alerts: addresses of people, and the address of a channel of Slack.')
param alertAddresses { onCall: string, slack: string }

@description('The group of Entra that administers the clusters.')
param administrators string

@description('Where administrators and Argo CD come from, by CIDR: API servers and vaults let nobody else in from outside of the network.')
param administratorAddresses string[]

@description('What a repository of pipelines is called by, where images are pushed from.')
param pipelineSubject string

@description('Whether two regions stand behind Front Door.')
param frontDoor bool

@description('Whether API Management stands before the region that owns the boards.')
param apiManagement bool

@description('The application in Entra that tokens of operators are made out to, for API Management.')
param operatorsAudience string = ''

@description('Whether secrets are in the vaults, so that identities can be given the right to read them: false in the first run alone.')
param secretsAreThere bool

@secure()
@description('Of the MySQL servers.')
param mysqlPassword string

@description('For the VM that MySQL runs on, where it does.')
param mysqlSshKey string = ''

var tags = { system: 'liveops', environment: environment }
var owner = contains(map(regions, one => one.name), boards) ? boards : fail('No region is called ${boards}: every origin would be off.')

resource shared 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: '${prefix}-${environment}'
  location: regions[0].name
  tags: tags
}

resource groups 'Microsoft.Resources/resourceGroups@2024-11-01' = [
  for region in regions: {
    name: '${prefix}-${environment}-${region.name}'
    location: region.name
    tags: tags
  }
]

module registry 'modules/registry.bicep' = {
  scope: shared
  params: {
    name: '${prefix}${environment}'
    location: regions[0].name
    tier: sizes.registry
    otherRegions: map(skip(regions, 1), region => region.name)
    pipelineSubject: pipelineSubject
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: shared
  params: {
    name: '${prefix}-${environment}'
    location: regions[0].name
    days: sizes.logDays
    addresses: alertAddresses
    tags: tags
  }
}

module region 'modules/region.bicep' = [
  for (one, i) in regions: {
    scope: groups[i]
    params: {
      prefix: prefix
      region: one
      sizes: sizes
      administrators: administrators
      administratorAddresses: administratorAddresses
      registry: { name: registry.outputs.name, group: shared.name }
      logs: monitoring.outputs.logs
      actions: monitoring.outputs.actions
      collected: monitoring.outputs.collected
      secretsAreThere: secretsAreThere
      mysqlPassword: mysqlPassword
      mysqlSshKey: mysqlSshKey
      tags: tags
    }
  }
]

module door 'modules/front-door.bicep' = if (frontDoor) {
  scope: shared
  params: {
    name: '${prefix}-${environment}'
    domain: domain
    origins: map(regions, one => { name: one.name, host: '${one.name}.${domain}' })
    boards: owner
    logs: monitoring.outputs.logs
    actions: monitoring.outputs.actions
    tags: tags
  }
}

module api 'modules/api-management.bicep' = if (apiManagement) {
  scope: shared
  params: {
    name: '${prefix}-${environment}'
    location: regions[0].name
    size: sizes.apiManagement
    backend: 'https://${owner}.${domain}'
    publisher: alertAddresses.onCall
    audience: operatorsAudience
    frontDoorId: frontDoor ? door!.outputs.id : 'none'
    tags: tags
  }
}

@description('What overlays/*/installation.yaml is told.')
output installations array = [for (one, i) in regions: region[i].outputs.installations]
output registry string = registry.outputs.server
output frontDoorId string = frontDoor ? door!.outputs.id : ''
