// A network with three subnets. MySQL is reached at its ports from the nodes alone, Redis likewise.
import { tagsType } from 'types.bicep'

param name string
param location string
param addressSpace string
param mysqlIsManaged bool
param tags tagsType

var model = loadJsonContent('../../../../aspire-manifest/model.json')
var ports = toObject(model.outside, outside => outside.kind, outside => string(outside.ports[0]))
var subnets = {
  nodes: cidrSubnet(addressSpace, 20, 0)
  private: cidrSubnet(addressSpace, 24, 16)
  mysql: cidrSubnet(addressSpace, 24, 17)
}

// Azure lets a network's own addresses in, unless something comes before.
var closed = {
  name: 'closed'
  properties: {
    priority: 4096
    direction: 'Inbound'
    access: 'Deny'
    protocol: '*'
    sourceAddressPrefix: '*'
    sourcePortRange: '*'
    destinationAddressPrefix: '*'
    destinationPortRange: '*'
  }
}

resource mysqlRules 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: '${name}-mysql'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'mysql-from-nodes'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: subnets.nodes
          sourcePortRange: '*'
          destinationAddressPrefix: subnets.mysql
          destinationPortRanges: [ports.MySQL, '9100', '9104'] // and its exporters', where it has a machine
        }
      }
      closed
    ]
  }
}

resource privateRules 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: '${name}-private'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'redis-from-nodes'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: subnets.nodes
          sourcePortRange: '*'
          destinationAddressPrefix: subnets.private
          destinationPortRange: ports.Redis
        }
      }
      closed
    ]
  }
}

resource vnet 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressSpace] }
    subnets: [
      {
        name: 'nodes'
        properties: {
          addressPrefix: subnets.nodes
          serviceEndpoints: [{ service: 'Microsoft.KeyVault' }, { service: 'Microsoft.Storage' }]
        }
      }
      {
        name: 'private'
        properties: {
          addressPrefix: subnets.private
          networkSecurityGroup: { id: privateRules.id }
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
      {
        name: 'mysql'
        properties: {
          addressPrefix: subnets.mysql
          networkSecurityGroup: { id: mysqlRules.id }
          serviceEndpoints: mysqlIsManaged ? [] : [{ service: 'Microsoft.KeyVault' }]
          delegations: mysqlIsManaged ? [{ name: 'mysql', properties: { serviceName: 'Microsoft.DBforMySQL/flexibleServers' } }] : []
        }
      }
    ]
  }
}

resource redisZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.redis.azure.net'
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: name
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: vnet.id } }
  }
}

output vnet string = vnet.id
output nodes string = '${vnet.id}/subnets/nodes'
output private string = '${vnet.id}/subnets/private'
output mysql string = '${vnet.id}/subnets/mysql'
output redisZone string = redisZone.id
