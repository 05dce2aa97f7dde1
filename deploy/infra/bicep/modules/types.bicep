// What an environment is told of.
@export()
type tagsType = { system: string, environment: string }

@export()
type installationType = {
  name: string
  short: string
  namespace: string
  @description('Secrets of the vault that are not the model\'s, by the identity that reads them (docs/deploy.md, further secrets).')
  secrets: { *: string[] }?
}

@export()
type regionType = { name: string, cluster: string, addressSpace: string, installations: installationType[] }

@export()
type kubernetesType = { version: string, tier: 'Free' | 'Standard' | 'Premium', leastNodes: int, mostNodes: int, systemNodes: string, generalNodes: string }

@export()
type busType = { tier: 'Standard' | 'Premium', capacity: int }

@export()
type redisType = { size: string, highAvailability: bool }

@export()
type mysqlType = {
  @description('Managed, or on a machine of its own.')
  kind: 'flexible' | 'vm'
  size: string
  tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized'
  highAvailability: 'Disabled' | 'SameZone' | 'ZoneRedundant'
  gigabytes: int
  backupDays: int
  geoBackup: bool
  version: string
}

@export()
type apiManagementType = { tier: 'Developer' | 'BasicV2' | 'StandardV2' | 'Premium', capacity: int }

@export()
type sizesType = {
  kubernetes: kubernetesType
  bus: busType
  redis: redisType
  mysql: mysqlType
  registry: 'Basic' | 'Standard' | 'Premium'
  logDays: int
  apiManagement: apiManagementType
}

@export()
@description('Who is told: of severity 1 whoever is on call, of all else the channel alone.')
type actionsType = { onCall: string, day: string }

@export()
type networkType = { vnet: string, nodes: string, private: string, mysql: string, redisZone: string }
