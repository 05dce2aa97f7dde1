// Logs, and who is told: people by e-mail, and a channel of Slack by the address that Slack gives it.
import { tagsType } from 'types.bicep'

param name string
param location string
param days int
param addresses { onCall: string, slack: string }
param tags tagsType

resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: name
  location: location
  tags: tags
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: days }
}

resource actions 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-on-call'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'liveops'
    emailReceivers: [
      { name: 'on-call', emailAddress: addresses.onCall, useCommonAlertSchema: true }
      { name: 'slack', emailAddress: addresses.slack, useCommonAlertSchema: false }
    ]
  }
}

output logs string = logs.id
output actions string = actions.id
