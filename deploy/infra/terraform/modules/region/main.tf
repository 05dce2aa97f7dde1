# A region: a network, a cluster, and its installations.
variable "group" {
  type = string
}

variable "groupId" {
  type = string
}

variable "prefix" {
  type = string
}

variable "region" {
  type = object({ name = string, cluster = string, addressSpace = string, installations = list(object({ name = string, short = string, namespace = string, secrets = map(list(string)) })) })
}

variable "sizes" {
  type = any
}

variable "administrators" {
  type = string
}

variable "administratorAddresses" {
  type = list(string)
}

variable "registry" {
  type = string
}

variable "logs" {
  type = string
}

variable "actions" {
  type = object({ onCall = string, day = string })
}

variable "collected" {
  type = string
}

variable "secretsAreThere" {
  type = bool
}

variable "mysqlSshKey" {
  type = string
}

variable "tags" {
  type = map(string)
}


variable "mysqlPassword" {
  type      = string
  ephemeral = true
  sensitive = true
}

module "network" {
  source         = "../network"
  group          = var.group
  name           = var.region.cluster
  location       = var.region.name
  addressSpace   = var.region.addressSpace
  mysqlIsManaged = var.sizes.mysql.kind == "flexible"
  tags           = var.tags
}

module "cluster" {
  source                 = "../cluster"
  group                  = var.group
  groupId                = var.groupId
  name                   = var.region.cluster
  location               = var.region.name
  size                   = var.sizes.kubernetes
  subnet                 = module.network.nodes
  administrators         = var.administrators
  administratorAddresses = var.administratorAddresses
  logs                   = var.logs
  collected              = var.collected
  tags                   = var.tags
}

resource "azurerm_role_assignment" "pull" {
  scope                = var.registry
  principal_id         = module.cluster.kubelet
  principal_type       = "ServicePrincipal"
  role_definition_name = "AcrPull"
}

module "installation" {
  source                 = "../installation"
  for_each               = { for installation in var.region.installations : installation.name => installation }
  group                  = var.group
  name                   = "${var.prefix}-${each.value.short}"
  location               = var.region.name
  installation           = each.value
  sizes                  = var.sizes
  network                = module.network
  issuer                 = module.cluster.issuer
  administrators         = var.administrators
  administratorAddresses = var.administratorAddresses
  logs                   = var.logs
  actions                = var.actions
  secretsAreThere        = var.secretsAreThere
  mysqlPassword          = var.mysqlPassword
  mysqlSshKey            = var.mysqlSshKey
  tags                   = var.tags
}

output "installations" {
  value = { for name, installation in module.installation : name => {
    keyVault       = installation.vault
    keyVaultId     = installation.vaultId
    clientIds      = installation.clientIds
    kedaClientId   = installation.kedaClientId
    servicebusHost = installation.servicebusHost
    exportsUrl     = installation.exportsUrl
    redisHost      = installation.redisHost
    mysqlHost      = installation.mysqlHost
  } }
}
