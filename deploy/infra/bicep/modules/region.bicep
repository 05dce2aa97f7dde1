// A region: a network, a cluster, and its installations.
import { actionsType, regionType, sizesType, tagsType } from 'types.bicep'

param prefix string
param region regionType
param sizes sizesType
param administrators string
param administratorAddresses string[]
param registry { name: string, group: string }
param logs string
param actions actionsType
param collected string
param secretsAreThere bool

@secure()
param mysqlPassword string
param mysqlSshKey string
param tags tagsType

module network 'network.bicep' = {
  params: {
    name: region.cluster
    location: region.name
    addressSpace: region.addressSpace
    mysqlIsManaged: sizes.mysql.kind == 'flexible'
    tags: tags
  }
}

module cluster 'cluster.bicep' = {
  params: {
    name: region.cluster
    location: region.name
    size: sizes.kubernetes
    subnet: network.outputs.nodes
    administrators: administrators
    administratorAddresses: administratorAddresses
    logs: logs
    collected: collected
    tags: tags
  }
}

module pull 'registry-pull.bicep' = {
  scope: resourceGroup(registry.group)
  params: {
    registry: registry.name
    principal: cluster.outputs.kubelet
  }
}

module installation 'installation.bicep' = [
  for one in region.installations: {
    params: {
      name: '${prefix}-${one.short}'
      location: region.name
      installation: one
      sizes: sizes
      network: network.outputs
      issuer: cluster.outputs.issuer
      administrators: administrators
      administratorAddresses: administratorAddresses
      logs: logs
      actions: actions
      secretsAreThere: secretsAreThere
      mysqlPassword: mysqlPassword
      mysqlSshKey: mysqlSshKey
      tags: tags
    }
  }
]

output installations array = [
  for (one, i) in region.installations: {
    name: one.name
    keyVault: installation[i].outputs.vault
    clientIds: installation[i].outputs.clientIds
    kedaClientId: installation[i].outputs.kedaClientId
    servicebusHost: installation[i].outputs.servicebusHost
    exportsUrl: installation[i].outputs.exportsUrl
    redisHost: installation[i].outputs.redisHost
    mysqlHost: installation[i].outputs.mysqlHost
  }
]
