// Two small installations in one cluster. Placeholders: the prefix, addresses, the group.
using '../main.bicep'

param prefix = 'notset'
param environment = 'dev'
param domain = 'play.example.com'
param regions = [
  {
    name: 'koreacentral'
    cluster: 'liveops-nonprod'
    addressSpace: '10.20.0.0/16'
    installations: [
      { name: 'dev', short: 'dev', namespace: 'liveops-dev' }
      { name: 'staging', short: 'staging', namespace: 'liveops-staging' }
    ]
  }
]
param sizes = {
  kubernetes: { version: '1.34', tier: 'Free', leastNodes: 1, mostNodes: 5, systemNodes: 'Standard_DS3_v2', generalNodes: 'Standard_D2s_v3' }
  bus: { tier: 'Standard', capacity: 0 }
  redis: { size: 'Balanced_B0', highAvailability: false }
  mysql: { kind: 'vm', size: 'Standard_D2s_v3', tier: 'GeneralPurpose', highAvailability: 'Disabled', gigabytes: 64, backupDays: 7, geoBackup: false, version: '8.4' }
  registry: 'Standard'
  logDays: 30
  apiManagement: { tier: 'Developer', capacity: 1 }
}
param alertAddresses = { onCall: 'on-call@example.com', slack: 'liveops-alerts@example.slack.com' }
param administrators = '00000000-0000-0000-00b1-000000000009'
param administratorAddresses = ['203.0.113.0/24']
param pipelineSubject = 'repo:liveops-dev/liveops:environment:registry'
param frontDoor = false
param apiManagement = false
param secretsAreThere = bool(readEnvironmentVariable('SECRETS_ARE_THERE', 'true'))
param mysqlPassword = readEnvironmentVariable('MYSQL_PASSWORD', '')
param mysqlSshKey = readEnvironmentVariable('MYSQL_SSH_KEY', '')
