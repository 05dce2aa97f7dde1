// Two regions behind one name. One origin owns the boards; another is off until somebody has moved them there (docs/runbooks/region-lost.md): a request
// that waits and is sent again costs less than two owners of one board.
import { actionsType, tagsType } from 'types.bicep'

param name string
param domain string
@maxLength(5)
param origins { name: string, host: string }[]

@description('The origin that owns the boards.')
param boards string
param logs string
param actions actionsType
param tags tagsType

resource profile 'Microsoft.Cdn/profiles@2025-04-15' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: 'Premium_AzureFrontDoor' }
  properties: { originResponseTimeoutSeconds: 30 }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-04-15' = {
  parent: profile
  name: name
  location: 'global'
  tags: tags
  properties: { enabledState: 'Enabled' }
}

resource group 'Microsoft.Cdn/profiles/originGroups@2025-04-15' = {
  parent: profile
  name: 'regions'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 0 }
    healthProbeSettings: { probePath: '/v1/time', probeRequestType: 'GET', probeProtocol: 'Https', probeIntervalInSeconds: 30 }
    sessionAffinityState: 'Disabled'
  }
}

resource region 'Microsoft.Cdn/profiles/originGroups/origins@2025-04-15' = [
  for (origin, i) in origins: {
    parent: group
    name: origin.name
    properties: {
      hostName: origin.host
      originHostHeader: origin.host
      httpsPort: 443
      priority: i + 1
      weight: 1000
      enabledState: origin.name == boards ? 'Enabled' : 'Disabled'
      enforceCertificateNameCheck: true
    }
  }
]

resource players 'Microsoft.Cdn/profiles/customDomains@2025-04-15' = {
  parent: profile
  name: 'players'
  properties: { hostName: domain, tlsSettings: { certificateType: 'ManagedCertificate', minimumTlsVersion: 'TLS12' } }
}

resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-04-15' = {
  parent: endpoint
  name: 'players'
  properties: {
    customDomains: [{ id: players.id }]
    originGroup: { id: group.id }
    patternsToMatch: ['/v1/*', '/events', '/.well-known/jwks.json']
    supportedProtocols: ['Https']
    httpsRedirect: 'Disabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Disabled'
    enabledState: 'Enabled'
  }
  dependsOn: [region]
}

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2024-02-01' = {
  name: replace(name, '-', '')
  location: 'global'
  tags: tags
  sku: { name: 'Premium_AzureFrontDoor' }
  properties: {
    policySettings: { enabledState: 'Enabled', mode: 'Prevention', requestBodyCheck: 'Disabled' } // bodies are signed, and read by the gateway alone
    customRules: {
      rules: [
        {
          name: 'TooMany'
          priority: 1
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: 6000
          action: 'Block'
          matchConditions: [{ matchVariable: 'RequestUri', operator: 'Any', matchValue: [] }]
        }
      ]
    }
  }
}

resource guards 'Microsoft.Cdn/profiles/securityPolicies@2025-04-15' = {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: { id: firewall.id }
      associations: [{ domains: [{ id: players.id }], patternsToMatch: ['/*'] }]
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: profile
  name: 'logs'
  properties: { workspaceId: logs, logs: [{ category: 'FrontDoorHealthProbeLog', enabled: true }, { category: 'FrontDoorWebApplicationFirewallLog', enabled: true }] }
}

// A region that is gone as a whole may be silent: here it is asked from outside. An origin that is off may be asked as well: with two that are asked, one that is gone leaves the average at 50.
resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in filter(loadJsonContent('../../alerts.json', 'metrics'), alert => alert.of == 'front-door'): {
    name: '${name}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: '${alert.says}: docs/runbooks/${alert.runbook}.md'
      severity: alert.severity
      enabled: true
      scopes: [profile.id]
      evaluationFrequency: alert.every
      windowSize: alert.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: alert.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: alert.kind
            metricName: alert.metric
            timeAggregation: alert.aggregation
            operator: alert.operator
            threshold: alert.threshold
          }
        ]
      }
      actions: [{ actionGroupId: alert.severity == 1 ? actions.onCall : actions.day }]
    }
  }
]

@description('Sent with each request as X-Azure-FDID, which production asks for (deploy/components/front-door).')
output id string = profile.properties.frontDoorId
