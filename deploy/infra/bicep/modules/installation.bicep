// An installation: a vault, a bus, Redis, MySQL, a place for exports, and identities that may use them. Nothing of it is another installation's.
import { actionsType, installationType, networkType, sizesType, tagsType } from 'types.bicep'

param name string
param location string
param installation installationType
param sizes sizesType
param network networkType
param issuer string
param administrators string
param administratorAddresses string[]
param logs string
param actions actionsType
param secretsAreThere bool

@secure()
param mysqlPassword string
param mysqlSshKey string
param tags tagsType

module vault 'vault.bicep' = {
  params: {
    name: name
    location: location
    subnets: sizes.mysql.kind == 'vm' ? [network.nodes, network.mysql] : [network.nodes]
    administrators: administrators
    administratorAddresses: administratorAddresses
    logs: logs
    tags: tags
  }
}

module bus 'bus.bicep' = {
  params: { name: name, location: location, size: sizes.bus, logs: logs, actions: actions, tags: tags }
}

module exports 'exports.bicep' = {
  params: { name: name, location: location, subnets: [network.nodes], logs: logs, tags: tags }
}

module redis 'redis.bicep' = {
  params: { name: name, location: location, size: sizes.redis, subnet: network.private, zone: network.redisZone, actions: actions, tags: tags }
}

module managed 'mysql.bicep' = if (sizes.mysql.kind == 'flexible') {
  params: { name: name, location: location, size: sizes.mysql, subnet: network.mysql, vnet: network.vnet, password: mysqlPassword, actions: actions, tags: tags }
}

module vm 'mysql-vm.bicep' = if (sizes.mysql.kind == 'vm') {
  params: { name: name, location: location, size: sizes.mysql, subnet: network.mysql, vnet: network.vnet, vault: vault.outputs.name, sshKey: mysqlSshKey, actions: actions, tags: tags }
}

module identities 'identities.bicep' = {
  params: {
    name: name
    location: location
    namespace: installation.namespace
    issuer: issuer
    vault: vault.outputs.name
    bus: bus.outputs.name
    exports: exports.outputs.name
    secretsAreThere: secretsAreThere
    alsoReads: installation.?secrets ?? {}
    tags: tags
  }
}

output vault string = vault.outputs.name
output clientIds array = identities.outputs.clientIds
output kedaClientId string = identities.outputs.kedaClientId
output servicebusHost string = bus.outputs.host
output exportsUrl string = exports.outputs.url
output redisHost string = redis.outputs.host
output mysqlHost string = sizes.mysql.kind == 'flexible' ? managed!.outputs.host : vm!.outputs.host
