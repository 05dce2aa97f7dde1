// AKS with a pool of nodes for each kind of work, as the model has them; the system's own pods have one, too, and whatever else runs there the general one.
import { kubernetesType, tagsType } from 'types.bicep'

param name string
param location string
param size kubernetesType
param subnet string
param administrators string
param administratorAddresses string[]
param logs string
param collected string
param tags tagsType

var model = loadJsonContent('../../../../aspire-manifest/model.json')
// More players on evenings: KEDA's pods come half an hour before (deploy/components/keda), and the autoscaler makes their nodes.
var peak = 'evening 18:30-23:00 Asia/Seoul'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

resource networkContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, name, 'network')
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4d97b98b-1d4f-4787-a291-c67834d212e7') // Network Contributor
  }
}

resource cluster 'Microsoft.ContainerService/managedClusters@2026-03-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Base', tier: size.tier }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    kubernetesVersion: size.version
    dnsPrefix: name
    disableLocalAccounts: true
    enableRBAC: true
    aadProfile: { managed: true, enableAzureRBAC: false, adminGroupObjectIDs: [administrators] }
    apiServerAccessProfile: { authorizedIPRanges: administratorAddresses }
    oidcIssuerProfile: { enabled: true }
    securityProfile: { workloadIdentity: { enabled: true }, imageCleaner: { enabled: true, intervalHours: 168 } }
    autoUpgradeProfile: { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' }
    networkProfile: {
      networkPlugin: 'azure'
      networkPluginMode: 'overlay'
      networkDataplane: 'cilium'
      networkPolicy: 'cilium'
      podCidr: '10.244.0.0/16'
      serviceCidr: '10.245.0.0/16'
      dnsServiceIP: '10.245.0.10'
    }
    addonProfiles: {
      azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: 'true', rotationPollInterval: '2m' } }
      omsagent: { enabled: true, config: { logAnalyticsWorkspaceResourceID: logs, useAADAuth: 'true' } }
    }
    workloadAutoScalerProfile: { keda: { enabled: true } }
    // What platform/entry's gateways are of: the Gateway API's kinds, and Istio for them without a mesh. AKS allows no mesh beside it.
    ingressProfile: {
      gatewayAPI: { installation: 'Standard' }
      webAppRouting: { enabled: true, nginx: { defaultIngressControllerType: 'None' }, gatewayAPIImplementations: { appRoutingIstio: { mode: 'Enabled' } } }
    }
    azureMonitorProfile: { metrics: { enabled: true } }
    agentPoolProfiles: [
      {
        name: 'system'
        mode: 'System'
        vmSize: size.systemNodes
        osSKU: 'AzureLinux'
        availabilityZones: ['1', '2', '3']
        enableAutoScaling: true
        count: size.leastNodes
        minCount: size.leastNodes
        maxCount: size.mostNodes
        nodeTaints: ['CriticalAddonsOnly=true:NoSchedule']
        vnetSubnetID: subnet
        upgradeSettings: { maxSurge: '33%' }
      }
    ]
  }
  dependsOn: [networkContributor]
}

// Where pods go that name no pool: cert-manager and who answers its challenges, Argo Rollouts, the gateways that AKS makes. Every other pool is closed to them.
resource general 'Microsoft.ContainerService/managedClusters/agentPools@2026-03-01' = {
  parent: cluster
  name: 'general'
  properties: {
    mode: 'User'
    vmSize: size.generalNodes
    osSKU: 'AzureLinux'
    availabilityZones: ['1', '2', '3']
    enableAutoScaling: true
    count: size.leastNodes
    minCount: size.leastNodes
    maxCount: size.mostNodes
    nodeTaints: []
    vnetSubnetID: subnet
    tags: tags
    upgradeSettings: { maxSurge: '33%' }
  }
}

// Batch runs for minutes: its pool goes down to nothing.
@batchSize(1)
resource pools 'Microsoft.ContainerService/managedClusters/agentPools@2026-03-01' = [
  for pool in model.pools: {
    parent: cluster
    name: pool.name
    properties: {
      mode: 'User'
      vmSize: pool.nodes
      osSKU: 'AzureLinux'
      availabilityZones: ['1', '2', '3']
      enableAutoScaling: true
      count: pool.name == 'batch' ? 0 : size.leastNodes
      minCount: pool.name == 'batch' ? 0 : size.leastNodes
      maxCount: size.mostNodes
      nodeLabels: { '${split(pool.label, '=')[0]}': split(pool.label, '=')[1] }
      nodeTaints: [pool.taint]
      vnetSubnetID: subnet
      tags: union(tags, { peak: peak })
      upgradeSettings: { maxSurge: '33%' }
    }
    dependsOn: [general]
  }
]

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: cluster
  name: 'logs'
  properties: {
    workspaceId: logs
    logs: [
      { category: 'kube-audit-admin', enabled: true }
      { category: 'guard', enabled: true }
      { category: 'cluster-autoscaler', enabled: true }
    ]
  }
}

// Where what it scrapes is sent.
resource scraped 'Microsoft.Insights/dataCollectionRuleAssociations@2023-03-11' = {
  scope: cluster
  name: 'metrics'
  properties: { dataCollectionRuleId: collected }
}

output issuer string = cluster.properties.oidcIssuerProfile.issuerURL
output kubelet string = cluster.properties.identityProfile.kubeletidentity.objectId
