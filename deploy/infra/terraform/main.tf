# An environment: its regions, each with a network, a cluster and installations; and what they share. What the AppHost's model knows (pools, topics,
# identities, roles, secrets, ports) is read from it, and stands nowhere else. Sizes are the environment's: env/. Bicep says the same: ../bicep.
locals {
  tags   = { system = "liveops", environment = var.environment }
  boards = coalesce(var.boards, var.regions[0].name)
}

resource "azurerm_resource_group" "shared" {
  name     = "${var.prefix}-${var.environment}"
  location = var.regions[0].name
  tags     = local.tags
}

resource "azurerm_resource_group" "region" {
  for_each = { for region in var.regions : region.name => region }
  name     = "${var.prefix}-${var.environment}-${each.key}"
  location = each.key
  tags     = local.tags
}

module "registry" {
  source          = "./modules/registry"
  group           = azurerm_resource_group.shared.name
  name            = "${var.prefix}${var.environment}"
  location        = var.regions[0].name
  tier            = var.sizes.registry
  otherRegions    = [for region in slice(var.regions, 1, length(var.regions)) : region.name]
  pipelineSubject = var.pipelineSubject
  tags            = local.tags
}

module "monitoring" {
  source    = "./modules/monitoring"
  group     = azurerm_resource_group.shared.name
  name      = "${var.prefix}-${var.environment}"
  location  = var.regions[0].name
  days      = var.sizes.logDays
  addresses = var.alertAddresses
  tags      = local.tags
}

module "region" {
  source                 = "./modules/region"
  for_each               = { for region in var.regions : region.name => region }
  group                  = azurerm_resource_group.region[each.key].name
  groupId                = azurerm_resource_group.region[each.key].id
  prefix                 = var.prefix
  region                 = each.value
  sizes                  = var.sizes
  administrators         = var.administrators
  administratorAddresses = var.administratorAddresses
  registry               = module.registry.id
  logs                   = module.monitoring.logs
  actions                = module.monitoring.actions
  collected              = module.monitoring.collected
  secretsAreThere        = var.secretsAreThere
  mysqlPassword          = var.mysqlPassword
  mysqlSshKey            = var.mysqlSshKey
  tags                   = local.tags
}

module "front_door" {
  source  = "./modules/front-door"
  count   = var.frontDoor ? 1 : 0
  group   = azurerm_resource_group.shared.name
  name    = "${var.prefix}-${var.environment}"
  domain  = var.domain
  origins = [for region in var.regions : { name = region.name, host = "${region.name}.${var.domain}" }]
  boards  = local.boards
  logs    = module.monitoring.logs
  actions = module.monitoring.actions
  tags    = local.tags
}

module "api_management" {
  source      = "./modules/api-management"
  count       = var.apiManagement ? 1 : 0
  group       = azurerm_resource_group.shared.name
  name        = "${var.prefix}-${var.environment}"
  location    = var.regions[0].name
  size        = var.sizes.apiManagement
  backend     = "https://${local.boards}.${var.domain}"
  publisher   = var.alertAddresses.onCall
  audience    = var.operatorsAudience
  frontDoorId = var.frontDoor ? module.front_door[0].id : "none"
  tags        = local.tags
}
